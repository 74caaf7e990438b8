import { EncodingError } from './encoding-error.ts';

/**
 * Reads a non-negative integer as protobuf JSON writes 64-bit ones: a string of digits, or a JSON number.
 *
 * No sign, no leading zero, no white space, nothing beyond 2^53 - 1 (where numbers stop being exact).
 *
 * @throws {@link EncodingError} `INTEGER_MALFORMED`
 */
export function parseInteger(value: unknown): number {
  const number = typeof value === 'string' && /^(?:0|[1-9]\d{0,15})$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 && !Object.is(number, -0)) return number;
  throw new EncodingError({
    code: 'INTEGER_MALFORMED',
    message: 'The value is not a non-negative decimal integer.',
    remedy: 'Write it in digits only, without sign, leading zeros or fraction.',
  });
}
