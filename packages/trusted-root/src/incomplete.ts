import { decodeBase64, isJsonObject, type JsonValue } from '@ropewalk/encoding';
import type { Validity } from './trusted-root.ts';
import { TrustedRootError } from './trusted-root-error.ts';

/** Makes the error for a trusted root that lacks something; the reason is a clause without a full stop. */
export function incomplete(reason: string, cause?: unknown): TrustedRootError {
  return new TrustedRootError({
    code: 'TRUSTED_ROOT_INCOMPLETE',
    message: reason,
    remedy: 'Get the trusted root again from whoever runs that Sigstore instance.',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Reads a list, absent being an error. */
export function listOf(value: JsonValue | undefined, path: string): readonly JsonValue[] {
  if (!Array.isArray(value)) throw incomplete(`it has no list ${path}`);
  return value as readonly JsonValue[];
}

/** Reads `{ [member]: base64 }`. */
export function bytesOf(value: JsonValue | undefined, member: string, path: string): Uint8Array {
  const text = isJsonObject(value) ? value[member] : undefined;
  if (typeof text !== 'string' || text === '') throw incomplete(`${path}.${member} is missing`);
  try {
    return decodeBase64(text);
  } catch (cause) {
    throw incomplete(`${path}.${member} is not base64`, cause);
  }
}

/** Reads a window of validity; its start must be stated. */
export function validityOf(value: JsonValue | undefined, path: string): Validity {
  if (!isJsonObject(value)) throw incomplete(`${path}.validFor is missing`);
  const { start, end } = value;
  if (start === undefined || start === null) throw incomplete(`${path}.validFor has no start`);
  const from = instant(start, `${path}.validFor.start`);
  if (end === undefined || end === null) return { start: from };
  const until = instant(end, `${path}.validFor.end`);
  if (until < from) throw incomplete(`${path}.validFor ends before it starts`);
  return { start: from, end: until };
}

function instant(value: JsonValue, path: string): Date {
  const date = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(value) ? new Date(value) : undefined;
  if (date === undefined || Number.isNaN(date.getTime())) throw incomplete(`${path} is not a time`);
  return date;
}
