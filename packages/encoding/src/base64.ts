import { EncodingError } from './encoding-error.ts';

/**
 * Decodes standard, padded base64 (RFC 4648 section 4).
 *
 * White space inside is tolerated, because some producers break lines; anything else outside the alphabet, missing
 * padding and stray bits in the last character are refused, so that one value has one spelling.
 *
 * @throws {@link EncodingError} `BASE64_MALFORMED`
 */
export function decodeBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  // Node's decoder takes nearly anything; writing the bytes again tells whether the text was what the format says.
  if (bytes.toString('base64') === text) return bytes;
  if (bytes.toString('base64') === text.replaceAll(/[ \t\r\n]/g, '')) return bytes;
  throw new EncodingError({
    code: 'BASE64_MALFORMED',
    message: 'The value is not standard, padded base64.',
    remedy: 'Encode the bytes as RFC 4648 section 4 defines it.',
  });
}

/**
 * Decodes lower-case hexadecimal.
 *
 * @param lengthBytes - How many bytes it must hold.
 * @throws {@link EncodingError} `HEX_MALFORMED`
 */
export function decodeHex(text: string, lengthBytes: number): Buffer {
  if (text.length === lengthBytes * 2 && /^[0-9a-f]*$/.test(text)) return Buffer.from(text, 'hex');
  throw new EncodingError({
    code: 'HEX_MALFORMED',
    message: `The value is not ${lengthBytes} bytes in lower-case hexadecimal.`,
    remedy: 'Write each byte as two of the characters 0-9 and a-f.',
  });
}
