import { basename } from 'node:path';
import type { DistributionSource } from '@ropewalk/distribution';
import { isCodedError } from '@ropewalk/core';
import { parseDistributionFilename } from '@ropewalk/packaging';

/** The projects a release belongs to, by its file names. What is no distribution is left to the checks of `publish`. */
export function projectsOf(release: readonly DistributionSource[]): readonly string[] {
  return [...new Set(release.flatMap((source) => projectOf(filenameOf(source))))];
}

/** The name of a distribution, without directories. */
export function filenameOf(source: DistributionSource): string {
  return typeof source === 'string' ? basename(source) : source.filename;
}

function projectOf(filename: string): readonly string[] {
  try {
    return [parseDistributionFilename(filename).name];
  } catch (error) {
    if (isCodedError(error)) return [];
    throw error;
  }
}
