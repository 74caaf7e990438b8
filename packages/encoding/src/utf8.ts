import { EncodingError } from './encoding-error.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads bytes as UTF-8.
 *
 * @throws {@link EncodingError} `UTF8_MALFORMED` for a byte sequence that is not UTF-8, and for a byte order mark.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch (cause) {
    throw malformed('it is not UTF-8', cause);
  }
  if (text.charCodeAt(0) === 0xfeff) throw malformed('it begins with a byte order mark');
  return text;
}

/**
 * Hands back a text that can be written as UTF-8.
 *
 * @throws {@link EncodingError} `UTF8_MALFORMED` for half of a surrogate pair, and for a byte order mark.
 */
export function wellFormed(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw malformed('it holds half of a surrogate pair');
  if (text.charCodeAt(0) === 0xfeff) throw malformed('it begins with a byte order mark');
  return text;
}

function malformed(reason: string, cause?: unknown): EncodingError {
  return new EncodingError({
    code: 'UTF8_MALFORMED',
    message: `The text cannot be read: ${reason}.`,
    remedy: 'Save it as UTF-8 without a byte order mark.',
    cause,
  });
}
