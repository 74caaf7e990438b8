import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';
import type { StoredMetadata } from '../store/project.ts';

/**
 * Takes the METADATA out of a wheel, to be served beside it (PEP 658). No judgement: whatever cannot be read as a plain
 * zip file has none.
 */
export async function readWheelMetadata(path: string, filename: string): Promise<StoredMetadata | undefined> {
  const [name = '', version = ''] = filename.split('-');
  const file = await open(path);
  try {
    const bytes = await readMember(file, `${name}-${version}.dist-info/METADATA`);
    return bytes === undefined ? undefined : { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}

const maxMetadataBytes = 16 * 1024 * 1024;

const endRecordBytes = 22;

async function readMember(file: FileHandle, name: string): Promise<Buffer | undefined> {
  const { size } = await file.stat();
  const end = await readAt(file, Math.max(0, size - endRecordBytes), endRecordBytes);
  if (end.readUInt32LE(0) !== 0x06054b50) return undefined;
  const directory = await readAt(file, end.readUInt32LE(16), Math.min(end.readUInt32LE(12), maxMetadataBytes));
  for (let at = 0; at + 46 <= directory.length; ) {
    const nameLength = directory.readUInt16LE(at + 28);
    const entryName = directory.toString('utf8', at + 46, at + 46 + nameLength);
    if (entryName === name) return readEntry(file, directory.subarray(at));
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return undefined;
}

async function readEntry(file: FileHandle, entry: Buffer): Promise<Buffer | undefined> {
  const method = entry.readUInt16LE(10);
  const packedBytes = entry.readUInt32LE(20);
  if (packedBytes > maxMetadataBytes) return undefined;
  const offset = entry.readUInt32LE(42);
  const header = await readAt(file, offset, 30);
  const packed = await readAt(file, offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28), packedBytes);
  if (method === 0) return packed;
  return method === 8 ? inflateRawSync(packed, { maxOutputLength: maxMetadataBytes }) : undefined;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  await file.read(buffer, 0, length, position);
  return buffer;
}
