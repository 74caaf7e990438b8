/** One DER element: its tag, its content, and all its bytes. */
export interface DerElement {
  readonly tag: number;
  readonly content: Buffer;
  readonly bytes: Buffer;
}

/**
 * Reads the first DER element of `bytes`.
 *
 * Only what certificates need: one-byte tags, definite lengths in their shortest form.
 *
 * @throws `RangeError` for anything else.
 */
export function firstElement(bytes: Buffer): DerElement {
  const tag = byteAt(bytes, 0);
  if ((tag & 0x1f) === 0x1f) throw new RangeError('DER: multi-byte tag');
  const first = byteAt(bytes, 1);
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthBytes > 3) throw new RangeError('DER: unusable length');
  let length = lengthBytes === 0 ? first : 0;
  for (let at = 0; at < lengthBytes; at++) length = length * 256 + byteAt(bytes, 2 + at);
  if (lengthBytes > 0 && (length < 0x80 || length < 256 ** (lengthBytes - 1))) throw new RangeError('DER: length not in shortest form');
  const start = 2 + lengthBytes;
  if (start + length > bytes.length) throw new RangeError('DER: content is cut off');
  return { tag, content: bytes.subarray(start, start + length), bytes: bytes.subarray(0, start + length) };
}

/** Reads all elements that lie side by side in `bytes`. @throws `RangeError` */
export function elementsOf(bytes: Buffer): readonly DerElement[] {
  const elements: DerElement[] = [];
  for (let rest = bytes; rest.length > 0; ) {
    const element = firstElement(rest);
    elements.push(element);
    rest = rest.subarray(element.bytes.length);
  }
  return elements;
}

/** Reads `bytes` as exactly one element. @throws `RangeError` when there is more, or less. */
export function onlyElement(bytes: Buffer): DerElement {
  const element = firstElement(bytes);
  if (element.bytes.length !== bytes.length) throw new RangeError('DER: something follows the element');
  return element;
}

/** Writes one element. */
export function encodeElement(tag: number, ...content: readonly Buffer[]): Buffer {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([tag]), encodeLength(length), ...content]);
}

function encodeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const digits: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Buffer.from([0x80 | digits.length, ...digits]);
}

function byteAt(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new RangeError('DER: header is cut off');
  return byte;
}
