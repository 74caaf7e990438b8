import { isCodedError } from '@ropewalk/core';
import { inspectDistribution, type InspectedDistribution } from '@ropewalk/distribution';
import { checkReleases, type Finding } from '@ropewalk/preflight';
import { renderDescriptions } from '../../render-descriptions.ts';
import { unreadableCode, type CheckRequest } from './check-request.ts';
import type { CheckedFile, CheckedRelease, CheckReport } from './check-report.ts';
import type { ChosenFile, ChosenFiles } from './choose-files.ts';
import { chooseIndex, type ChosenIndex } from './choose-index.ts';
import { compareWithIndex, type ComparedRelease } from './compare-with-index.ts';

/** Judges files by an index's rules, and against what it has where it may be asked. */
export async function judgeFiles({ files, strays }: ChosenFiles, request: CheckRequest, signal: AbortSignal): Promise<CheckReport> {
  const index = await chooseIndex(request.index);
  const read = await readAll(files, index, signal);
  const distributions = read.flatMap(({ distribution }) => (distribution === undefined ? [] : [distribution]));
  const [descriptions, compared] = await Promise.all([renderDescriptions(distributions, signal), compare(distributions, index, request, signal)]);
  const { title, rendered } = descriptions;
  const judged = checkReleases(distributions, { index: index.profile, ...(rendered === undefined ? {} : { rendered }) });
  const releases = judged.map(({ release, findings, files: judgedFiles }): CheckedRelease => {
    const fromIndex = compared.findings.filter((finding) => finding.release === release.title);
    return {
      title: release.title,
      ...(release.name === undefined ? {} : { name: release.name }),
      ...(release.version === undefined ? {} : { version: release.version }),
      files: judgedFiles.map((file, at) => checkedFile(release.files[at]?.distribution, file, fromIndex)),
      findings: [...findings, ...fromIndex.filter(({ file }) => file === '')],
    };
  });
  return filtered(
    {
      index: index.profile.name,
      releases: withUnreadable(releases, read.flatMap(({ unreadable }) => (unreadable === undefined ? [] : [unreadable]))),
      strays,
      descriptionJudge: title,
      comparison: compared.comparison,
    },
    request,
  );
}

interface ReadFile {
  readonly distribution?: InspectedDistribution;
  readonly unreadable?: CheckedFile;
}

/** Reads the files a few at a time, in order: while one is hashed, the next is fetched from the disk. */
async function readAll(files: readonly ChosenFile[], index: ChosenIndex, signal: AbortSignal): Promise<readonly ReadFile[]> {
  const read: ReadFile[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < files.length; at = next++) {
      const file = files[at];
      if (file !== undefined) read[at] = await readOne(file, index, signal);
    }
  };
  await Promise.all(Array.from({ length: 4 }, work));
  return read;
}

async function readOne({ path, problem }: ChosenFile, index: ChosenIndex, signal: AbortSignal): Promise<ReadFile> {
  if (problem !== undefined) return { unreadable: unreadable(path, index, problem, 'Name only files.') };
  try {
    return { distribution: await inspectDistribution(path, { signal }) };
  } catch (error) {
    if (!isCodedError(error) || error.code !== unreadableCode) throw error;
    return { unreadable: unreadable(path, index, error.message, error.remedy) };
  }
}

function unreadable(path: string, { profile }: ChosenIndex, message: string, remedy: string): CheckedFile {
  const file = path.split(/[/\\]/).at(-1) ?? path;
  return { file, path, findings: [{ code: unreadableCode, severity: 'error', index: profile.name, file, release: '', message, remedy, source: 'ropewalk' }] };
}

async function compare(distributions: readonly InspectedDistribution[], index: ChosenIndex, { isOffline }: CheckRequest, signal: AbortSignal): Promise<ComparedRelease> {
  if (index.simpleUrl === undefined && index.uploadUrl === undefined) return { comparison: { compared: false, reason: 'no index is named' }, findings: [] };
  if (isOffline) return { comparison: { compared: false, reason: 'the index was not asked (--offline)' }, findings: [] };
  return compareWithIndex(distributions, index, signal);
}

function checkedFile(
  distribution: InspectedDistribution | undefined,
  { file, path, findings }: { readonly file: string; readonly path?: string; readonly findings: readonly Finding[] },
  fromIndex: readonly Finding[],
): CheckedFile {
  const all = [...findings, ...fromIndex.filter((finding) => finding.file === file)];
  return {
    file,
    path: path ?? file,
    ...(distribution === undefined ? {} : { sizeBytes: distribution.sizeBytes, sha256: distribution.sha256 }),
    findings: [...all.filter(({ severity }) => severity === 'error'), ...all.filter(({ severity }) => severity !== 'error')],
  };
}

/** Files that cannot be read belong to no release that could be told. */
function withUnreadable(releases: readonly CheckedRelease[], files: readonly CheckedFile[]): readonly CheckedRelease[] {
  if (files.length === 0) return releases;
  const untitled = releases.find(({ title }) => title === '');
  const titled = releases.filter((release) => release !== untitled);
  return [...titled, { title: '', findings: untitled?.findings ?? [], files: [...(untitled?.files ?? []), ...files] }];
}

function filtered(report: CheckReport, { selected, ignored }: CheckRequest): CheckReport {
  const isWanted = ({ code }: Finding): boolean => (selected.size === 0 || selected.has(code)) && !ignored.has(code);
  const releases = report.releases.map((release) => ({
    ...release,
    findings: release.findings.filter(isWanted),
    files: release.files.map((file) => ({ ...file, findings: file.findings.filter(isWanted) })),
  }));
  return { ...report, releases };
}
