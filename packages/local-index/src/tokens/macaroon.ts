import { createHmac, timingSafeEqual } from 'node:crypto';

/** A first-party macaroon, version 2: what PyPI's `pypi-…` tokens are. */
export interface Macaroon {
  /** The host that made it. */
  readonly location: string;
  /** Which key signed it. */
  readonly identifier: string;
  /** JSON texts, each narrowing what the token is good for. */
  readonly caveats: readonly string[];
  readonly signature: Uint8Array;
}

/** Makes a macaroon and signs it with an HMAC chain over identifier and caveats. */
export function createMacaroon(key: Uint8Array, content: Omit<Macaroon, 'signature'>): Macaroon {
  return { ...content, signature: signatureOf(key, content.identifier, content.caveats) };
}

/** Tells whether `macaroon` was made with `key` and has lost no caveat. */
export function isSignedWith(key: Uint8Array, macaroon: Macaroon): boolean {
  const expected = signatureOf(key, macaroon.identifier, macaroon.caveats);
  return expected.length === macaroon.signature.length && timingSafeEqual(expected, macaroon.signature);
}

/** Writes a macaroon in the binary form, base64url, without PyPI's prefix. */
export function serializeMacaroon(macaroon: Macaroon): string {
  const caveats = macaroon.caveats.map((caveat) => [...field(fieldTypes.identifier, caveat), 0]);
  const bytes = [
    2,
    ...field(fieldTypes.location, macaroon.location),
    ...field(fieldTypes.identifier, macaroon.identifier),
    0,
    ...caveats.flat(),
    0,
    ...field(fieldTypes.signature, macaroon.signature),
  ];
  return Buffer.from(bytes).toString('base64url');
}

/** Reads what {@link serializeMacaroon} writes; `undefined` when it is anything else. */
export function parseMacaroon(text: string): Macaroon | undefined {
  if (!/^[\w-]+=*$/.test(text)) return undefined;
  try {
    return readMacaroon(Buffer.from(text, 'base64url'));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const fieldTypes = { end: 0, location: 1, identifier: 2, signature: 6 } as const;

/** The constant of the macaroon libraries that turns any secret into a key of the right length. */
const keyGenerator = 'macaroons-key-generator';

function signatureOf(key: Uint8Array, identifier: string, caveats: readonly string[]): Uint8Array {
  const derived = createHmac('sha256', keyGenerator).update(key).digest();
  const chain = [identifier, ...caveats];
  return chain.reduce((signature, text) => createHmac('sha256', signature).update(text).digest(), derived);
}

function field(type: number, content: string | Uint8Array): readonly number[] {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  return [type, ...variableLength(bytes.length), ...bytes];
}

function variableLength(value: number): readonly number[] {
  if (value < 0x80) return [value];
  return [(value & 0x7f) | 0x80, ...variableLength(value >>> 7)];
}

function readMacaroon(bytes: Buffer): Macaroon {
  const reader = createReader(bytes);
  if (reader.byte() !== 2) throw new RangeError('not version 2');
  let next = reader.field();
  let location = '';
  if (next.type === fieldTypes.location) {
    location = next.content.toString('utf8');
    next = reader.field();
  }
  if (next.type !== fieldTypes.identifier) throw new RangeError('no identifier');
  const identifier = next.content.toString('utf8');
  reader.end();
  const caveats: string[] = [];
  for (next = reader.field(); next.type !== fieldTypes.end; next = reader.field()) {
    if (next.type !== fieldTypes.identifier) throw new RangeError('third-party caveats are not known here');
    caveats.push(next.content.toString('utf8'));
    reader.end();
  }
  next = reader.field();
  if (next.type !== fieldTypes.signature || next.content.length !== 32 || !reader.isDone()) throw new RangeError('no signature');
  return { location, identifier, caveats, signature: next.content };
}

interface FieldReader {
  byte(): number;
  field(): { readonly type: number; readonly content: Buffer };
  end(): void;
  isDone(): boolean;
}

function createReader(bytes: Buffer): FieldReader {
  let position = 0;
  function byte(): number {
    const value = bytes[position];
    if (value === undefined) throw new RangeError('it ends too early');
    position += 1;
    return value;
  }
  function length(): number {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const part = byte();
      value |= (part & 0x7f) << shift;
      if (part < 0x80) return value;
    }
    throw new RangeError('a length is too big');
  }
  function readField(): { readonly type: number; readonly content: Buffer } {
    const type = byte();
    if (type === fieldTypes.end) return { type, content: Buffer.alloc(0) };
    const size = length();
    if (position + size > bytes.length) throw new RangeError('a field is longer than the rest');
    const content = bytes.subarray(position, position + size);
    position += size;
    return { type, content };
  }
  function end(): void {
    if (byte() !== fieldTypes.end) throw new RangeError('a section does not end');
  }
  return { byte, field: readField, end, isDone: () => position === bytes.length };
}
