import { buildSdist, buildWheel, type DistributionParts } from '@ropewalk-tests/archives';
import { inspectDistribution, type InspectedDistribution } from '@ropewalk/distribution';
import { checkRelease, type CheckOptions } from '../../src/check-release.ts';

/** A file by its name and bytes. */
export interface SmallFile {
  readonly filename: string;
  readonly bytes: Buffer;
}

/** Reads and judges one file; what it says of the release as a whole is left out. */
export async function codesOf(file: SmallFile, options?: CheckOptions): Promise<readonly string[]> {
  const findings = checkRelease([await inspectDistribution(file)], options);
  return findings.filter(({ code }) => !code.startsWith('RELEASE_')).map(({ code }) => code);
}

/** An sdist with these header lines. */
export function withHeaders(headers: readonly string[], parts: DistributionParts = {}): SmallFile {
  return buildSdist({ ...parts, headers });
}

/** Reads files for a release. */
export function inspectAll(files: readonly SmallFile[]): Promise<readonly InspectedDistribution[]> {
  return Promise.all(files.map((file) => inspectDistribution(file)));
}

export { buildSdist, buildWheel };
