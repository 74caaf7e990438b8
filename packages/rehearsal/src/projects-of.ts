import { basename } from 'node:path';
import { isCodedError } from '@ropewalk/core';
import type { DistributionSource } from '@ropewalk/distribution';
import { parseDistributionFilename, type DistributionFilename } from '@ropewalk/packaging';

/** The projects a release belongs to, by its file names. What is no distribution is left to the checks of `publish`. */
export function projectsOf(release: readonly DistributionSource[]): readonly string[] {
  return [...new Set(release.flatMap((source) => parsed(source)?.name ?? []))];
}

/** The version of a release, by its first file name; `0` when that is no distribution's. */
export function versionOf(release: readonly DistributionSource[]): string {
  const [first] = release;
  return (first === undefined ? undefined : parsed(first)?.version) ?? '0';
}

/** The name of a distribution, without directories. */
export function filenameOf(source: DistributionSource): string {
  return typeof source === 'string' ? basename(source) : source.filename;
}

function parsed(source: DistributionSource): DistributionFilename | undefined {
  try {
    return parseDistributionFilename(filenameOf(source));
  } catch (error) {
    if (isCodedError(error)) return undefined;
    throw error;
  }
}
