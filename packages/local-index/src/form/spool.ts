import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { blake2b } from '@noble/hashes/blake2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** A received file: its bytes lie on disk, its digests were made on the way. All digests in lower-case hex. */
export interface SpooledFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly md5: string;
  readonly sha256: string;
  /** BLAKE2b with 32 bytes. */
  readonly blake2b256: string;
  /** Deletes the bytes. */
  discard(): Promise<void>;
}

/**
 * Writes a stream to `path`.
 *
 * @param maxBytes - What comes after is counted, not kept: no limit of the index is higher.
 */
export async function spool(source: Readable, path: string, maxBytes: number): Promise<SpooledFile> {
  const md5 = createHash('md5');
  const sha256 = createHash('sha256');
  const blake = blake2b.create({ dkLen: 32 });
  let sizeBytes = 0;
  const meter = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) return done();
      md5.update(chunk);
      sha256.update(chunk);
      blake.update(chunk);
      done(null, chunk);
    },
  });
  const discard = (): Promise<void> => rm(path, { force: true });
  try {
    await pipeline(source, meter, createWriteStream(path, { flags: 'wx' }));
  } catch (error) {
    await discard();
    throw error;
  }
  return { path, sizeBytes, md5: md5.digest('hex'), sha256: sha256.digest('hex'), blake2b256: bytesToHex(blake.digest()), discard };
}
