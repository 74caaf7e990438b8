/** One header block of a tar file. */
export interface TarHeader {
  readonly name: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly linkName: string;
  /** The old GNU sparse header is continued in further blocks. */
  readonly isSparseExtended: boolean;
}

/** The size of tar's blocks. */
export const blockBytes = 512;

/** Rounds up to whole blocks. */
export function wholeBlocks(bytes: number): number {
  return Math.ceil(bytes / blockBytes) * blockBytes;
}

/** Reads a header block as Python's `tarfile` does; `undefined` when it is none. */
export function parseTarHeader(block: Buffer): TarHeader | undefined {
  const checksum = readNumber(block, 148, 8);
  if (checksum === undefined || !hasChecksum(block, checksum)) return undefined;
  // Each of them has to be a number, whether it is needed or not.
  const numbers = [[100, 8], [108, 8], [116, 8], [124, 12], [136, 12], [329, 8], [337, 8]] as const;
  const values = numbers.map(([at, length]) => readNumber(block, at, length));
  const sizeBytes = values[3];
  if (values.includes(undefined) || sizeBytes === undefined || sizeBytes < 0) return undefined;
  const written = readText(block, 0, 100);
  const prefix = readText(block, 345, 155);
  const flag = block.toString('latin1', 156, 157);
  const type = flag === '\0' && written.endsWith('/') ? '5' : flag;
  const name = type === '5' ? written.replace(/\/+$/, '') : written;
  return {
    name: prefix !== '' && !'LKS'.includes(type) ? `${prefix}/${name}` : name,
    type,
    sizeBytes,
    linkName: readText(block, 157, 100),
    isSparseExtended: block[482] !== 0,
  };
}

/** Decodes text up to the first NUL: UTF-8, or Latin-1 when it is not that. */
export function decodeText(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  const text = end === -1 ? bytes : bytes.subarray(0, end);
  const decoded = text.toString('utf8');
  return decoded.includes('\ufffd') ? text.toString('latin1') : decoded;
}

function readText(block: Buffer, at: number, length: number): string {
  return decodeText(block.subarray(at, at + length));
}

function readNumber(block: Buffer, at: number, length: number): number | undefined {
  const first = block[at] ?? 0;
  if (first === 0x80 || first === 0xff) {
    let value = 0;
    for (const byte of block.subarray(at + 1, at + length)) value = value * 256 + byte;
    return first === 0xff ? value - 256 ** (length - 1) : value;
  }
  const text = (block.toString('latin1', at, at + length).split('\0', 1)[0] ?? '').trim();
  if (text === '') return 0;
  if (!/^[+-]?(?:0o_?)?[0-7]+(?:_[0-7]+)*$/i.test(text)) return undefined;
  return Number.parseInt(text.replace(/0o|_/gi, ''), 8);
}

function hasChecksum(block: Buffer, checksum: number): boolean {
  let unsigned = 256;
  let signed = 256;
  for (let at = 0; at < blockBytes; at = at === 147 ? 156 : at + 1) {
    const byte = block[at] ?? 0;
    unsigned += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  return checksum === unsigned || checksum === signed;
}
