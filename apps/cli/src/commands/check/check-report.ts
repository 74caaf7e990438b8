import type { Finding } from '@ropewalk/preflight';

/** One file that was judged. */
export interface CheckedFile {
  /** Without folders. */
  readonly file: string;
  /** As it was named. */
  readonly path: string;
  /** `undefined` when it cannot be read. */
  readonly sizeBytes?: number;
  readonly sha256?: string;
  readonly findings: readonly Finding[];
}

/** Files of one project and version. */
export interface CheckedRelease {
  /** `demo 1.0`; empty for files of which it cannot be told. */
  readonly title: string;
  readonly name?: string;
  readonly version?: string;
  readonly files: readonly CheckedFile[];
  /** About the release as a whole. */
  readonly findings: readonly Finding[];
}

/** Whether the files were compared with what the index has. */
export type IndexComparison =
  /** `unread`: projects of which nothing could be learnt; at least one other could be read. */
  | { readonly compared: true; readonly host: string; readonly unread?: readonly UnreadProject[] }
  /** `remedy`: what would change that; left out where it was asked for. */
  | { readonly compared: false; readonly reason: string; readonly remedy?: string };

/** A project whose page on the index cannot be read. */
export interface UnreadProject {
  readonly project: string;
  readonly reason: string;
  readonly remedy: string;
}

/** What `check` found. */
export interface CheckReport {
  /** The profile's name. */
  readonly index: string;
  readonly releases: readonly CheckedRelease[];
  /** Files that are no distributions and do not pretend to be. */
  readonly strays: readonly { readonly path: string; readonly kind: string }[];
  /** What rendered descriptions in reStructuredText; `undefined`: there were none. */
  readonly descriptionJudge: string | undefined;
  readonly comparison: IndexComparison;
}

/** How many there are of what. */
export interface CheckCounts {
  /** Those that could be told. */
  readonly releases: number;
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
}

/** Every finding, with the path a person knows: of its file, or of the first of its release. */
export function findingsOf({ releases }: Pick<CheckReport, 'releases'>): readonly { readonly finding: Finding; readonly path: string }[] {
  return releases.flatMap(({ files, findings }) => [
    ...files.flatMap(({ path, findings: own }) => own.map((finding) => ({ finding, path }))),
    ...findings.map((finding) => ({ finding, path: files[0]?.path ?? '' })),
  ]);
}

/** Counts what a report has. */
export function countsOf(report: Pick<CheckReport, 'releases'>): CheckCounts {
  const severities = findingsOf(report).map(({ finding }) => finding.severity);
  return {
    releases: report.releases.filter(({ title }) => title !== '').length,
    files: report.releases.reduce((sum, { files }) => sum + files.length, 0),
    errors: severities.filter((severity) => severity === 'error').length,
    warnings: severities.filter((severity) => severity === 'warning').length,
  };
}
