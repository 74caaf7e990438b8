/** What a macaroon says that anyone can read. Nothing of it is verified: only its index can do that. */
export interface Macaroon {
  /** The index that made it, as a host: `pypi.org`, `test.pypi.org`. */
  readonly location: string;
  /** The conditions it holds under, as their makers wrote them. */
  readonly caveats: readonly string[];
  /** Whether all of it could be read: a token cut off in copying is not complete. */
  readonly isComplete: boolean;
}

const fieldType = { end: 0, location: 1, identifier: 2, verifier: 4, signature: 6 } as const;

/**
 * Decodes a macaroon of version 2, locally. A token that breaks off still says its location, which is what binds it.
 *
 * @param text - base64url, without the `pypi-` before it.
 * @returns `undefined` when it is no macaroon at all.
 * @see https://github.com/rescrv/libmacaroons/blob/master/doc/format.txt
 */
export function decodeMacaroon(text: string): Macaroon | undefined {
  if (!/^[\w-]+={0,2}$/.test(text)) return undefined;
  const reader = createReader(Buffer.from(text, 'base64url'));
  if (reader.byte() !== 2) return undefined;
  const location = reader.field();
  if (location?.type !== fieldType.location) return undefined;

  const caveats: string[] = [];
  const isComplete = readIdentifier(reader) && readCaveats(reader, caveats) && readSignature(reader);
  return { location: location.data.toString('utf8'), caveats, isComplete };
}

function readIdentifier(reader: Reader): boolean {
  return reader.field()?.type === fieldType.identifier && reader.field()?.type === fieldType.end;
}

function readCaveats(reader: Reader, caveats: string[]): boolean {
  for (;;) {
    let field = reader.field();
    if (field === undefined) return false;
    // An end where a caveat would begin ends the list.
    if (field.type === fieldType.end) return true;
    if (field.type === fieldType.location) field = reader.field();
    if (field?.type !== fieldType.identifier) return false;
    caveats.push(field.data.toString('utf8'));
    field = reader.field();
    if (field?.type === fieldType.verifier) field = reader.field();
    if (field?.type !== fieldType.end) return false;
  }
}

function readSignature(reader: Reader): boolean {
  const field = reader.field();
  return field?.type === fieldType.signature && field.data.byteLength === 32 && reader.byte() === undefined;
}

interface Reader {
  byte(): number | undefined;
  /** The next packet; `undefined` when the bytes end before it does. */
  field(): { readonly type: number; readonly data: Buffer } | undefined;
}

function createReader(bytes: Buffer): Reader {
  let position = 0;
  const byte = (): number | undefined => {
    const value = bytes[position];
    position += 1;
    return value;
  };
  const number = (): number | undefined => {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const next = byte();
      if (next === undefined) return undefined;
      value += (next & 0x7f) * 2 ** shift;
      if (next < 0x80) return value;
    }
    return undefined;
  };
  return {
    byte,
    field() {
      const type = number();
      if (type === undefined || type === fieldType.end) return type === undefined ? undefined : { type, data: Buffer.alloc(0) };
      const length = number();
      if (length === undefined || position + length > bytes.byteLength) return undefined;
      position += length;
      return { type, data: bytes.subarray(position - length, position) };
    },
  };
}
