import { crc32 } from 'node:zlib';
import type { ByteSource } from './byte-source.ts';

/** One member as the central directory describes it. */
export interface ZipEntry {
  /** Without what follows a NUL: the name Python's `zipfile` looks it up by. */
  readonly name: string;
  /** As written: UTF-8 when the flag says so, else code page 437. */
  readonly originalName: string;
  readonly flags: number;
  readonly method: number;
  readonly crc32: number;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly headerOffset: number;
}

/** The central directory of a zip file. */
export interface ZipDirectory {
  readonly entries: readonly ZipEntry[];
  /** Where it begins in the file. */
  readonly start: number;
  readonly hasComment: boolean;
}

/** A zip file that cannot be opened. `kind` tells a file of another type from a damaged or an excessive one. */
export class ZipOpenError extends Error {
  readonly kind: 'not-zip' | 'broken' | 'too-large';
  constructor(kind: ZipOpenError['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

const endBytes = 22;
const end64Bytes = 56;
const locatorBytes = 20;
const entryBytes = 46;
/** A central directory of a wheel with 100,000 members has about 10 MiB. */
const maxDirectoryBytes = 64 * 1024 * 1024;
const maxEntries = 250_000;
const maxVersion = 63;

interface EndRecord {
  readonly position: number;
  readonly directoryBytes: number;
  readonly directoryOffset: number;
  readonly hasComment: boolean;
}

/**
 * Reads the central directory where Python's `zipfile` finds it, bytes before the archive included.
 *
 * @throws {@link ZipOpenError}
 */
export async function readZipDirectory(source: ByteSource): Promise<ZipDirectory> {
  const end = await findEnd(source);
  if (end === undefined) throw await notZip(source);
  const shift = end.position - end.directoryBytes - end.directoryOffset;
  const start = end.directoryOffset + shift;
  if (start < 0) throw new ZipOpenError('broken', 'its central directory begins before the file');
  if (end.directoryBytes > maxDirectoryBytes) throw new ZipOpenError('too-large', 'its central directory is larger than 64 MiB');
  const directory = await source.readAt(start, end.directoryBytes);
  return { entries: parseEntries(directory, end.directoryBytes, shift), start, hasComment: end.hasComment };
}

/** Tells whether Python's `zipfile.is_zipfile` takes the file for a zip. */
export async function looksLikeZip(source: ByteSource): Promise<boolean> {
  try {
    const end = await findEnd(source);
    if (end === undefined) return false;
    if (end.directoryBytes === 0) return end.directoryOffset === 0;
    if (end.directoryBytes < entryBytes || end.position < end.directoryBytes) return false;
    const first = await source.readAt(end.position - end.directoryBytes, 4);
    return first.equals(Buffer.from('PK\x01\x02', 'latin1'));
  } catch (error) {
    if (error instanceof ZipOpenError) return false;
    throw error;
  }
}

async function findEnd(source: ByteSource): Promise<EndRecord | undefined> {
  const from = Math.max(source.sizeBytes - 65_535 - endBytes, 0);
  const tail = await source.readAt(from, source.sizeBytes - from);
  const last = tail.length - endBytes;
  const at = last >= 0 && tail.readUInt32LE(last) === 0x06054b50 && tail.readUInt16LE(last + 20) === 0
    ? last
    : tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (at < 0 || at + endBytes > tail.length) return undefined;
  const end = {
    position: from + at,
    directoryBytes: tail.readUInt32LE(at + 12),
    directoryOffset: tail.readUInt32LE(at + 16),
    hasComment: tail.readUInt16LE(at + 20) > 0,
  };
  return (await findEnd64(source, end)) ?? end;
}

async function findEnd64(source: ByteSource, end: EndRecord): Promise<EndRecord | undefined> {
  const locatorAt = end.position - locatorBytes;
  if (locatorAt < 0) return undefined;
  const locator = await source.readAt(locatorAt, locatorBytes);
  if (locator.readUInt32LE(0) !== 0x07064b50) return undefined;
  if (locator.readUInt32LE(4) !== 0 || locator.readUInt32LE(16) > 1) {
    throw new ZipOpenError('broken', 'it spans several disks');
  }
  const position = locatorAt - end64Bytes;
  const record = position < 0 ? Buffer.alloc(0) : await source.readAt(position, end64Bytes);
  if (record.length !== end64Bytes || record.readUInt32LE(0) !== 0x06064b50) {
    throw new ZipOpenError('broken', 'its zip64 end record is not where its locator says');
  }
  return { position, directoryBytes: readUInt64(record, 40), directoryOffset: readUInt64(record, 48), hasComment: end.hasComment };
}

async function notZip(source: ByteSource): Promise<ZipOpenError> {
  const start = await source.readAt(0, 4);
  return start.toString('latin1').startsWith('PK')
    ? new ZipOpenError('broken', 'it begins like a zip file, but its end is missing')
    : new ZipOpenError('not-zip', 'it is not a zip file');
}

function parseEntries(directory: Buffer, size: number, shift: number): readonly ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at < size) {
    if (entries.length === maxEntries) throw new ZipOpenError('too-large', `it has more than ${maxEntries} members`);
    if (at + entryBytes > directory.length) throw new ZipOpenError('broken', 'its central directory is cut off');
    if (directory.readUInt32LE(at) !== 0x02014b50) throw new ZipOpenError('broken', 'its central directory is damaged');
    const nameBytes = directory.readUInt16LE(at + 28);
    const extraBytes = directory.readUInt16LE(at + 30);
    const extraAt = at + entryBytes + nameBytes;
    entries.push(parseEntry(directory, at, directory.subarray(extraAt, extraAt + extraBytes), shift));
    at = extraAt + extraBytes + directory.readUInt16LE(at + 32);
  }
  return entries;
}

function parseEntry(directory: Buffer, at: number, extra: Buffer, shift: number): ZipEntry {
  if (directory.readUInt16LE(at + 6) > maxVersion) throw new ZipOpenError('broken', 'a member needs a newer version of zip');
  const flags = directory.readUInt16LE(at + 8);
  const nameBytes = directory.subarray(at + entryBytes, at + entryBytes + directory.readUInt16LE(at + 28));
  const originalName = decodeName(nameBytes, flags);
  const sizes = {
    unpackedBytes: directory.readUInt32LE(at + 24),
    packedBytes: directory.readUInt32LE(at + 20),
    headerOffset: directory.readUInt32LE(at + 42),
  };
  const unicodeName = readExtra(extra, sizes, nameBytes);
  return {
    name: unicodeName ?? untilNul(originalName),
    originalName,
    flags,
    method: directory.readUInt16LE(at + 10),
    crc32: directory.readUInt32LE(at + 16),
    ...sizes,
    headerOffset: sizes.headerOffset + shift,
  };
}

interface Sizes {
  unpackedBytes: number;
  packedBytes: number;
  headerOffset: number;
}

/** Takes the sizes of a zip64 field over, and returns the name of a Unicode path field that is about this name. */
function readExtra(extra: Buffer, sizes: Sizes, nameBytes: Buffer): string | undefined {
  let unicodeName: string | undefined;
  for (let at = 0; at + 4 <= extra.length; ) {
    const id = extra.readUInt16LE(at);
    const length = extra.readUInt16LE(at + 2);
    if (at + 4 + length > extra.length) throw new ZipOpenError('broken', "a member's extra field is cut off");
    const field = extra.subarray(at + 4, at + 4 + length);
    if (id === 0x0001) readZip64(field, sizes);
    if (id === 0x7075) unicodeName = readUnicodePath(field, nameBytes) ?? unicodeName;
    at += 4 + length;
  }
  return unicodeName;
}

function readZip64(field: Buffer, sizes: Sizes): void {
  let at = 0;
  for (const member of ['unpackedBytes', 'packedBytes', 'headerOffset'] as const) {
    if (sizes[member] !== 0xffffffff) continue;
    if (field.length < at + 8) throw new ZipOpenError('broken', "a member's zip64 field is cut off");
    sizes[member] = readUInt64(field, at);
    at += 8;
  }
}

function readUnicodePath(field: Buffer, nameBytes: Buffer): string | undefined {
  if (field.length < 5) throw new ZipOpenError('broken', "a member's Unicode path field is cut off");
  if (field[0] !== 1 || field.readUInt32LE(1) !== crc32(nameBytes)) return undefined;
  const name = decodeName(field.subarray(5), 0x800);
  return name === '' ? undefined : untilNul(name);
}

function untilNul(name: string): string {
  const nul = name.indexOf('\0');
  return nul === -1 ? name : name.slice(0, nul);
}

/** Reads a 64-bit number; beyond 2^53 it loses precision, but stays too large for any file. */
export function readUInt64(bytes: Buffer, at: number): number {
  return Number(bytes.readBigUInt64LE(at));
}

function decodeName(bytes: Buffer, flags: number): string {
  if ((flags & 0x800) === 0) return decodeCodePage437(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ZipOpenError('broken', "a member's name says it is UTF-8, but is not");
  }
}

const upperHalf437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\xa0';

function decodeCodePage437(bytes: Buffer): string {
  const latin1 = bytes.toString('latin1');
  return latin1.replace(/[\x80-\xff]/g, (character) => upperHalf437[character.charCodeAt(0) - 0x80] ?? '');
}
