import { isCodedError } from '@ropewalk/core';
import { shownAddress } from '../output/shown-address.ts';

/**
 * Makes data that survives JSON as it is: addresses and dates as text, errors as code, message and remedy, bytes as base64.
 * Of addresses, what may be a secret is left out.
 */
export function plainData(value: unknown): unknown {
  const text = JSON.stringify(value, function (this: Readonly<Record<string, unknown>>, key, member: unknown) {
    // What arrives here of an address is its text already, with everything in it.
    const original = this[key];
    return original instanceof URL ? shownAddress(original) : readable(member);
  });
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
}

function readable(value: unknown): unknown {
  if (isCodedError(value)) return { code: value.code, message: value.message, remedy: value.remedy };
  if (value instanceof Error) return { code: 'UNFORESEEN', message: value.message, remedy: 'Run it again with --debug and report what it prints.' };
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return value instanceof Map ? Object.fromEntries(value) : value;
}
