import type { Finding } from '@ropewalk/preflight';

/** A finding, and every file that has it. */
export interface GroupedFinding {
  readonly finding: Finding;
  /** As they are called in the output, in their order; empty when it is about a release as a whole. */
  readonly files: readonly string[];
}

/** Fewer equal findings are as short one by one. */
const fewest = 3;

/** How many files an error names before it counts the rest. */
const namedFiles = 10;

/**
 * Puts equal findings of many files together, in the order of the first of each.
 *
 * @param nameOf - What the file of a finding is called. Default: as the finding has it.
 */
export function groupFindings<Found extends Finding>(findings: readonly Found[], options: { readonly isVerbose: boolean; readonly nameOf?: (finding: Found) => string }): readonly GroupedFinding[] {
  const { isVerbose, nameOf = ({ file }) => file } = options;
  const groups = new Map<string, Found[]>();
  for (const finding of findings) {
    const { code, severity, message, remedy, file, release } = finding;
    const key = JSON.stringify([code, severity, message, remedy, ...(file === '' ? [release] : [])]);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const files = first.file === '' ? [] : [...new Set(group.map(nameOf))];
    if (!isVerbose && files.length >= fewest) return [{ finding: first, files }];
    return group.map((finding) => ({ finding, files: finding.file === '' ? [] : [nameOf(finding)] }));
  });
}

/** Whose finding it is, in few words. */
export function subjectOf({ finding, files }: GroupedFinding): string {
  const [first] = files;
  if (first === undefined) return finding.release;
  if (files.length === 1) return first;
  return finding.severity === 'error' ? `${files.length} files` : `${files.length} files, the first ${first}`;
}

/** The files of an error that its subject does not name; empty when it names them all. */
export function filesBelow({ finding, files }: GroupedFinding): string {
  if (files.length < 2 || finding.severity !== 'error') return '';
  const rest = files.length - namedFiles;
  return `${files.slice(0, namedFiles).join(', ')}${rest > 0 ? ` and ${rest} more (--verbose names all)` : ''}`;
}
