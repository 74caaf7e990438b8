import { checkJsonTokens } from './check-json-tokens.ts';
import { EncodingError } from './encoding-error.ts';
import { decodeUtf8, wellFormed } from './utf8.ts';

/** Anything JSON can hold. */
export type JsonValue = null | boolean | number | string | JsonArray | JsonObject;
/** A JSON array. */
export type JsonArray = readonly JsonValue[];
/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** How much JSON is read, and how strictly. */
export interface JsonLimits {
  /** Default 1 MiB. Text is counted in UTF-16 units, which is never more than its bytes. */
  readonly maxBytes?: number;
  /** Default 64. */
  readonly maxDepth?: number;
  /** Refuses whole numbers written as `1.0`, `1e0`, `-0` or too large to be exact. Default false. */
  readonly plainNumbers?: boolean;
}

const defaults = { maxBytes: 1_048_576, maxDepth: 64, plainNumbers: false } as const;

/**
 * Parses JSON in the one way every reader must: UTF-8, no key twice in one object, size and depth bounded.
 *
 * @throws {@link EncodingError} `UTF8_MALFORMED`, `JSON_TOO_LARGE`, `JSON_MALFORMED`, `JSON_TOO_DEEP`,
 *   `JSON_DUPLICATE_KEY`, `JSON_NUMBER_AMBIGUOUS`
 */
export function parseJson(input: string | Uint8Array, limits: JsonLimits = {}): JsonValue {
  const { maxBytes, maxDepth, plainNumbers } = { ...defaults, ...limits };
  if (input.length > maxBytes) throw tooLarge(input.length, maxBytes);
  const text = typeof input === 'string' ? wellFormed(input) : decodeUtf8(input);
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (cause) {
    throw malformed(cause);
  }
  checkJsonTokens(text, { maxDepth, plainNumbers });
  return value;
}

/** Tells whether a value is a JSON object (neither null nor an array). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function tooLarge(length: number, maxBytes: number): EncodingError {
  return new EncodingError({
    code: 'JSON_TOO_LARGE',
    message: `The JSON is ${length} bytes long; at most ${maxBytes} are read.`,
    remedy: 'Check that this is the right file.',
  });
}

function malformed(cause: unknown): EncodingError {
  // A RangeError is the engine's stack giving in to depth; both are "cannot be read".
  return new EncodingError({
    code: 'JSON_MALFORMED',
    message: 'The text is not JSON.',
    remedy: 'Check that this is the right file and that it is complete.',
    cause,
  });
}
