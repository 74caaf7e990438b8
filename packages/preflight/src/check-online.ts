import type { Distribution, InspectedDistribution } from '@ropewalk/distribution';
import { parseDistributionFilename, quote, versionKey } from '@ropewalk/packaging';
import { profileFrom, type CheckOptions } from './check-release.ts';
import type { FileContext } from './file-context.ts';
import { findingOf, type Finding } from './finding.ts';
import { groupReleases, type Release } from './releases.ts';
import type { Violation } from './rule.ts';

/** One file as the index lists it. */
export interface IndexedFile {
  readonly filename: string;
  /** In lower-case hexadecimal; `undefined` when the index does not say. */
  readonly sha256?: string | undefined;
  readonly uploadTime?: Date | undefined;
}

/** What has to be known of a project on the index. */
export interface IndexedProject {
  readonly files: readonly IndexedFile[];
  /** PEP 792: `active`, `archived`, `quarantined`, `deprecated`. */
  readonly status?: string | undefined;
}

/** Reads an index: `@ropewalk/index-client` through a small adapter, or anything else. */
export interface IndexReader {
  /** @returns `undefined` when the index does not have the project. */
  project(name: string): Promise<IndexedProject | undefined>;
  /**
   * Tells whether a file name was used by a file that has since been deleted. Few indexes say; left out, the rule
   * `INDEX_FILENAME_SPENT` finds nothing.
   */
  isSpent?(name: string, filename: string): Promise<boolean>;
}

/** How the index is asked. */
export interface OnlineOptions extends Pick<CheckOptions, 'index'> {
  /** Default: now. */
  readonly now?: () => Date;
}

const closedAfterMs = 14 * 24 * 60 * 60 * 1000;

/**
 * Judges files against what the index already has. A file that is there with the same content is no finding.
 *
 * @throws What the reader throws: the index could not be asked.
 */
export async function checkOnline(
  distributions: readonly (Distribution | InspectedDistribution)[],
  reader: IndexReader,
  options: OnlineOptions = {},
): Promise<readonly Finding[]> {
  const profile = profileFrom(options.index);
  const now = (options.now ?? (() => new Date()))();
  const findings: Finding[] = [];
  for (const release of groupReleases(distributions)) {
    if (release.name === undefined) continue;
    const project = await reader.project(release.name);
    const files = project === undefined ? [] : release.files.filter((file) => !isThere(file, project));
    const add = (violation: Violation, file: string): void => {
      const finding = findingOf(violation, profile, { file, release: release.title });
      if (finding !== undefined) findings.push(finding);
    };
    if (project !== undefined) for (const violation of checkProject(project, release, files, now)) add(violation, '');
    for (const file of project === undefined ? release.files : files) {
      const { filename } = file.distribution;
      if (project !== undefined) for (const violation of compareFile(file, project, release)) add(violation, filename);
      if (await reader.isSpent?.(release.name, filename) === true) {
        add({ code: 'INDEX_FILENAME_SPENT', message: `The name ${quote(filename)} was used by a file that has been deleted.` }, filename);
      }
    }
  }
  return findings;
}

function isThere({ distribution }: FileContext, project: IndexedProject): boolean {
  return project.files.some(({ filename, sha256 }) => filename === distribution.filename && sha256 === distribution.sha256);
}

function* checkProject(project: IndexedProject, release: Release, files: readonly FileContext[], now: Date): Generator<Violation> {
  const name = quote(release.name ?? '');
  if (project.status === 'archived') yield { code: 'INDEX_PROJECT_ARCHIVED', message: `The project ${name} is archived on the index.` };
  if (project.status === 'quarantined') yield { code: 'INDEX_PROJECT_QUARANTINED', message: `The project ${name} is quarantined on the index.` };
  const times = project.files.filter(({ filename }) => isOfRelease(filename, release)).map(({ uploadTime }) => uploadTime?.getTime()).filter((time) => time !== undefined);
  const first = Math.min(...times);
  if (files.length > 0 && times.length > 0 && now.getTime() - first > closedAfterMs) {
    yield { code: 'INDEX_RELEASE_CLOSED', message: `The release ${release.title} was begun on ${new Date(first).toISOString().slice(0, 10)}, more than 14 days ago.` };
  }
}

function* compareFile({ distribution }: FileContext, project: IndexedProject, release: Release): Generator<Violation> {
  const { filename, sha256, type } = distribution;
  const sameName = project.files.find((file) => file.filename === filename);
  if (sameName !== undefined) {
    if (sameName.sha256 !== undefined) yield { code: 'INDEX_FILE_DIFFERS', message: `The index has ${quote(filename)} with other content.` };
    return;
  }
  const sameContent = project.files.find((file) => file.sha256 === sha256);
  if (sameContent !== undefined) yield { code: 'INDEX_CONTENT_EXISTS', message: `The index has this content as ${quote(sameContent.filename)}.` };
  const sdist = project.files.find((file) => /\.(?:tar\.gz|zip)$/.test(file.filename) && isOfRelease(file.filename, release));
  if (type === 'sdist' && sdist !== undefined) yield { code: 'INDEX_SDIST_EXISTS', message: `The index has the sdist ${quote(sdist.filename)} of this release.` };
}

function isOfRelease(filename: string, release: Release): boolean {
  try {
    const parsed = parseDistributionFilename(filename);
    return parsed.name === release.name && versionKey(parsed.version) === versionKey(release.version ?? '');
  } catch {
    return false;
  }
}
