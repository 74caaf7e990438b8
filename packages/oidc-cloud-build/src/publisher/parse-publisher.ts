import { PublisherError } from '@ropewalk/core';
import type { GooglePublisher } from './publisher.ts';

const prefix = 'google:';

/** Reads `google:EMAIL` or the publisher object of a provenance; unknown members are left out. */
export function parsePublisher(input: unknown): GooglePublisher {
  if (typeof input === 'string') return { kind: 'Google', email: parseEmail(withoutPrefix(input)) };
  if (typeof input !== 'object' || input === null || !('kind' in input) || input.kind !== 'Google') {
    throw new PublisherError({
      code: 'PUBLISHER_KIND_UNKNOWN',
      message: 'This is not a publisher of kind Google.',
      remedy: 'Write it as google:EMAIL.',
    });
  }
  return { kind: 'Google', email: parseEmail('email' in input ? input.email : undefined) };
}

/** Writes `google:EMAIL`. */
export function formatPublisher(publisher: GooglePublisher): string {
  return `${prefix}${publisher.email}`;
}

/** Tells whether `text` is an e-mail address of the plain kind that Google accounts have. */
export function isEmail(text: string): boolean {
  if (text.length > 254) return false;
  return /^[A-Za-z0-9](?:[A-Za-z0-9._%+-]{0,62}[A-Za-z0-9_+-])?@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/.test(text);
}

function withoutPrefix(text: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

function parseEmail(value: unknown): string {
  if (typeof value === 'string' && isEmail(value)) return value;
  throw new PublisherError({
    code: 'PUBLISHER_MALFORMED',
    message: `${quoted(value)} is not the e-mail address of a Google account.`,
    remedy: 'Write it as google:EMAIL, such as google:publisher@my-project.iam.gserviceaccount.com.',
  });
}

/** The value for a message: short, and with nothing in it that a terminal would act on. */
function quoted(value: unknown): string {
  if (typeof value !== 'string') return value === undefined ? 'Nothing' : `A value of type ${typeof value}`;
  return JSON.stringify(value.slice(0, 120).replaceAll(/\p{C}/gu, '\u{FFFD}'));
}
