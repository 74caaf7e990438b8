import { readDistribution, type Distribution, type DistributionSource } from '@ropewalk/distribution';
import { checkRelease, type Finding } from '@ropewalk/preflight';
import { PublishError } from './publish-error.ts';
import type { ReleaseFile } from './publish-events.ts';

/** A distribution of the release, with its bytes where it was not given as a path. */
export interface ReleaseItem {
  readonly distribution: Distribution;
  readonly bytes: Uint8Array | undefined;
}

/** Reads every file of the release before anything else happens; the first that cannot be read ends it. */
export async function readRelease(files: readonly DistributionSource[], signal: AbortSignal | undefined): Promise<readonly ReleaseItem[]> {
  if (files.length === 0) {
    throw new PublishError({
      code: 'RELEASE_REFUSED',
      message: 'The release has no files.',
      remedy: 'Name the wheels and sdists to publish, as in dist/*.',
    });
  }
  const items: ReleaseItem[] = [];
  for (const file of files) {
    const distribution = await readDistribution(file, signal === undefined ? {} : { signal });
    items.push({ distribution, bytes: typeof file === 'string' ? undefined : file.bytes });
  }
  return items;
}

/** What of a distribution goes into events and results. */
export function releaseFileOf(distribution: Distribution): ReleaseFile {
  const { filename, parsed, sizeBytes, sha256 } = distribution;
  return { file: filename, project: parsed?.name ?? '', version: parsed?.version ?? '', sizeBytes, sha256 };
}

/** Judges a release by the index's rules. */
export function judgeRelease(items: readonly ReleaseItem[]): readonly Finding[] {
  return checkRelease(items.map(({ distribution }) => distribution));
}

/** @throws {@link PublishError} `RELEASE_REFUSED` when a finding says that the index would refuse a file. */
export function forbidErrors(findings: readonly Finding[]): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return;
  const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`;
  throw new PublishError({
    code: 'RELEASE_REFUSED',
    message: `${first.file}: ${first.message}${more}`,
    remedy: `${first.remedy} Nothing was signed or sent.`,
  });
}
