import { isCodedError } from '@ropewalk/core';
import { parseDistributionFilename, type DistributionFilename } from '@ropewalk/packaging';
import { openSource, type DistributionSource } from './byte-source.ts';
import { createDigests, type Digests, type ExtraDigest } from './digests.ts';

/** What stands for a distribution: its name and its bytes' digest. */
export interface DistributionIdentity extends Digests {
  /** Without directories. */
  readonly filename: string;
  /** What the file name says; `undefined` when it is neither a wheel's nor an sdist's. */
  readonly parsed: DistributionFilename | undefined;
  readonly sizeBytes: number;
  /** Where it is, when it was given as a path. */
  readonly path?: string;
}

/** How a distribution is read. */
export interface DistributionOptions {
  /** Digests beside sha256, taken in the same pass. Default none. */
  readonly digests?: readonly ExtraDigest[];
  readonly signal?: AbortSignal;
}

/**
 * Reads name and digest of a distribution: one pass over its bytes, in constant memory. The archive is never opened.
 *
 * @throws {@link DistributionError} `DISTRIBUTION_NOT_FOUND`, `DISTRIBUTION_IS_DIRECTORY`, `DISTRIBUTION_UNREADABLE`
 */
export async function identifyDistribution(
  source: DistributionSource,
  options: DistributionOptions = {},
): Promise<DistributionIdentity> {
  const bytes = await openSource(source);
  try {
    const digests = await createDigests(options.digests ?? []);
    let sizeBytes = 0;
    for await (const chunk of bytes.chunks()) {
      options.signal?.throwIfAborted();
      digests.update(chunk);
      sizeBytes += chunk.length;
    }
    return {
      filename: bytes.filename,
      parsed: tryParseFilename(bytes.filename),
      sizeBytes,
      ...digests.digests(),
      ...(bytes.path === undefined ? {} : { path: bytes.path }),
    };
  } finally {
    await bytes.close();
  }
}

/** Reads a file name; `undefined` when it is no distribution's. */
export function tryParseFilename(filename: string): DistributionFilename | undefined {
  try {
    return parseDistributionFilename(filename);
  } catch (error) {
    if (isCodedError(error)) return undefined;
    throw error;
  }
}
