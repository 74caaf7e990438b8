import { createHash } from 'node:crypto';

/** A digest beside sha256 that can be asked for. BLAKE2b-256 is computed in JavaScript: about ten times slower. */
export type ExtraDigest = 'blake2b256' | 'md5';

/** Digests in lower-case hexadecimal. */
export interface Digests {
  readonly sha256: string;
  /** BLAKE2b with a digest of 32 bytes. */
  readonly blake2b256?: string;
  readonly md5?: string;
}

/** Takes in the bytes of one file, in order. */
export interface DigestBuilder {
  update(bytes: Uint8Array): void;
  digests(): Digests;
}

/** Makes a builder for sha256 and the digests asked for. */
export async function createDigests(extra: readonly ExtraDigest[]): Promise<DigestBuilder> {
  const sha256 = createHash('sha256');
  const md5 = extra.includes('md5') ? createHash('md5') : undefined;
  // Node's OpenSSL has BLAKE2b with 64 bytes only, and the length is part of the function.
  const blake2b = extra.includes('blake2b256')
    ? (await import('@noble/hashes/blake2.js')).blake2b.create({ dkLen: 32 })
    : undefined;
  return {
    update(bytes) {
      sha256.update(bytes);
      md5?.update(bytes);
      blake2b?.update(bytes);
    },
    digests: () => ({
      sha256: sha256.digest('hex'),
      ...(blake2b === undefined ? {} : { blake2b256: Buffer.from(blake2b.digest()).toString('hex') }),
      ...(md5 === undefined ? {} : { md5: md5.digest('hex') }),
    }),
  };
}
