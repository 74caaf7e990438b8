import { basename } from 'node:path';
import { wellKnownIndexOf } from '@ropewalk/credentials';
import { inspectDistribution, requireSound, type Distribution, type DistributionSource, type InspectedDistribution } from '@ropewalk/distribution';
import { checkRelease, profileFrom, strayKindOf, type CheckOptions, type Finding } from '@ropewalk/preflight';
import type { KnownDestination } from './destination.ts';
import { PublishError, type PublishErrorCode } from './publish-error.ts';
import type { ReleaseFile, StrayFile } from './publish-events.ts';
import type { PublishOptions } from './publish-options.ts';

/** A distribution of the release, with its bytes where it was not given as a path. */
export interface ReleaseItem {
  readonly distribution: Distribution;
  readonly bytes: Uint8Array | undefined;
}

/** A file of the release, sound or not. */
export interface ReadFile {
  readonly inspected: InspectedDistribution;
  readonly bytes: Uint8Array | undefined;
}

/** Everything that was given, read. */
export interface ReadRelease {
  readonly files: readonly ReadFile[];
  /** What is no distribution and does not pretend to be one. */
  readonly strays: readonly StrayFile[];
}

/** Reads every file of the release before anything else happens. What is wrong with their content is left to the rules. */
export async function readRelease(sources: readonly DistributionSource[], signal: AbortSignal | undefined): Promise<ReadRelease> {
  const files: ReadFile[] = [];
  const strays: StrayFile[] = [];
  for (const source of sources) {
    const file = typeof source === 'string' ? basename(source) : source.filename;
    const kind = strayKindOf(file);
    if (kind === undefined) {
      const inspected = await inspectDistribution(source, signal === undefined ? {} : { signal });
      files.push({ inspected, bytes: typeof source === 'string' ? undefined : source.bytes });
    } else {
      strays.push({ file, kind });
    }
  }
  if (files.length === 0) {
    throw new PublishError({
      code: 'RELEASE_REFUSED',
      message: `The release has no ${strays.length === 0 ? 'files' : 'distributions'}.`,
      remedy: 'Name the wheels and sdists to publish, as in dist/*.',
    });
  }
  return { files, strays };
}

/** The files of a release that passed. */
export function releaseItems(files: readonly ReadFile[]): readonly ReleaseItem[] {
  return files.map(({ inspected, bytes }) => ({ distribution: requireSound(inspected), bytes }));
}

/** What of a distribution goes into events and results. */
export function releaseFileOf({ filename, parsed, sizeBytes, sha256 }: Pick<InspectedDistribution, 'filename' | 'parsed' | 'sizeBytes' | 'sha256'>): ReleaseFile {
  return { file: filename, project: parsed?.name ?? '', version: parsed?.version ?? '', sizeBytes, sha256 };
}

/** What was found wrong with a release. */
export interface JudgedRelease {
  readonly findings: readonly Finding[];
  readonly descriptionJudge: string | undefined;
}

/** Judges a release by the rules of every index it goes to. */
export async function judgeRelease(files: readonly ReadFile[], destinations: readonly KnownDestination[], options: PublishOptions): Promise<JudgedRelease> {
  const distributions = files.map(({ inspected }) => inspected);
  const profiles = new Set(destinations.map((destination) => profileFor(destination, options.rules)));
  // Only PyPI's rules ask whether a description renders, and asking Python takes longer than all the rest.
  const isRendered = [...profiles].some((index) => profileFrom(index).scopes.includes('pypi'));
  const descriptions = isRendered ? await options.renderDescriptions?.(distributions, options.signal) : undefined;
  const rendered = descriptions?.rendered === undefined ? {} : { rendered: descriptions.rendered };
  const findings = [...profiles].flatMap((index) => checkRelease(distributions, { index, ...rendered }));
  // What two indexes both object to is said once.
  const once = new Map(findings.map((finding) => [`${finding.release} ${finding.file} ${finding.code} ${finding.message}`, finding]));
  return { findings: [...once.values()], descriptionJudge: descriptions?.title };
}

/** By whose rules an index judges: those asked for, its own, or what holds everywhere. */
export function profileFor({ repositoryUrl }: Pick<KnownDestination, 'repositoryUrl'>, rules: CheckOptions['index']): NonNullable<CheckOptions['index']> {
  return rules ?? wellKnownIndexOf(repositoryUrl)?.name ?? 'none';
}

/** @throws {@link PublishError} `code` when a finding says that the index would refuse a file. `done`: what was not done yet. */
export function forbidErrors(findings: readonly Finding[], code: PublishErrorCode = 'RELEASE_REFUSED', done = 'Nothing was signed or sent.'): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return;
  const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`;
  throw new PublishError({
    code,
    message: `${first.file || first.release}: ${first.message}${more}`,
    remedy: `${first.remedy} ${done}`,
  });
}
