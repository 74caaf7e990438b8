import { CodedError } from '@ropewalk/core';

/** Why some text or bytes cannot be read. */
export type EncodingErrorCode =
  /** The bytes are not UTF-8, or begin with a byte order mark. */
  | 'UTF8_MALFORMED'
  /** Not JSON. */
  | 'JSON_MALFORMED'
  /** More bytes than allowed. */
  | 'JSON_TOO_LARGE'
  /** Objects and arrays nested deeper than allowed. */
  | 'JSON_TOO_DEEP'
  /** One object has the same key twice: readers differ in which one they take. */
  | 'JSON_DUPLICATE_KEY'
  /** A whole number written as `1.0`, `1e0` or `-0`, or too large to be exact. */
  | 'JSON_NUMBER_AMBIGUOUS'
  /** Not standard, padded base64 (white space aside), or its last character has stray bits. */
  | 'BASE64_MALFORMED'
  /** Not lower-case hexadecimal of the expected length. */
  | 'HEX_MALFORMED'
  /** Not a non-negative decimal integer that is exact as a number. */
  | 'INTEGER_MALFORMED';

/** Some text or bytes cannot be read in exactly one way. */
export class EncodingError extends CodedError<EncodingErrorCode> {}
