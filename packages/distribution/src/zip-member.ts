import { constants, crc32, inflateRawSync } from 'node:zlib';
import type { ByteSource } from './byte-source.ts';
import type { ZipEntry } from './zip-directory.ts';

/** A member's content, or why it cannot be had. `isTooLarge`: nothing is wrong with it, but it is not read. */
export type ZipMemberContent =
  | { readonly bytes: Buffer }
  | { readonly reason: string; readonly isTooLarge: boolean };

/** Encrypted, a patch, or strongly encrypted: none of them can be read. */
const encrypted = 0x61;

/** Reads and unpacks one member, if it is not larger than `maxBytes`, and checks it against its checksum. */
export async function readZipMember(source: ByteSource, entry: ZipEntry, maxBytes: number): Promise<ZipMemberContent> {
  if ((entry.flags & encrypted) !== 0) return refused('it is encrypted');
  if (entry.unpackedBytes > maxBytes || entry.packedBytes > maxBytes) {
    return { reason: `it is larger than ${maxBytes} bytes`, isTooLarge: true };
  }
  const head = await source.readAt(entry.headerOffset, 30);
  if (head.length < 30 || head.readUInt32BE(0) !== 0x504b0304) return refused('its header is not where the central directory says');
  const start = entry.headerOffset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  const packed = await source.readAt(start, entry.packedBytes);
  if (packed.length < entry.packedBytes) return refused('it is cut off');
  return unpackZipMember(packed, entry);
}

/** Unpacks one member and checks it against its checksum. */
export function unpackZipMember(packed: Buffer, entry: ZipEntry): ZipMemberContent {
  if ((entry.flags & encrypted) !== 0) return refused('it is encrypted');
  const bytes = unpack(packed, entry);
  if (bytes === undefined) return refused('it cannot be unpacked');
  return crc32(bytes) === entry.crc32 ? { bytes } : refused('its checksum is wrong');
}

function unpack(packed: Buffer, entry: ZipEntry): Buffer | undefined {
  if (entry.method === 0) return packed.subarray(0, entry.unpackedBytes);
  if (entry.method !== 8) return undefined;
  try {
    // Like Python's reader, this one does not mind what is missing or left over when all that was stated is there.
    const bytes = inflateRawSync(packed, { maxOutputLength: entry.unpackedBytes + 64, finishFlush: constants.Z_SYNC_FLUSH });
    return bytes.length < entry.unpackedBytes ? undefined : bytes.subarray(0, entry.unpackedBytes);
  } catch {
    return undefined;
  }
}

function refused(reason: string): ZipMemberContent {
  return { reason, isTooLarge: false };
}
