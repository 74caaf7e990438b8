import type { Finding } from '@ropewalk/preflight';
import { processConsole as console, styled } from '../../../output/console.ts';
import { filesBelow, groupFindings, subjectOf, type GroupedFinding } from '../../../output/grouped-findings.ts';
import { printable } from '../../../output/printable.ts';
import { countsOf, type CheckedFile, type CheckReport } from '../check-report.ts';
import type { CheckRequest } from '../check-request.ts';
import { countWords } from './count-words.ts';

/** Prints findings for a person: release by release, file by file, counts at the end. */
export function showReport(report: CheckReport, { isStrict, isVerbose }: Pick<CheckRequest, 'isStrict' | 'isVerbose'>): void {
  for (const { title, files, findings } of report.releases) {
    console.out(styled('bold', title === '' ? 'of no release that could be told' : title));
    const shared = sharedFindings(files, isVerbose);
    for (const file of files) showFile(file, shared);
    for (const group of shared) showShared(group);
    if (findings.length > 0) console.out('  the release as a whole');
    for (const finding of findings) show(finding, '    ');
    console.out();
  }
  const counts = countsOf(report);
  const isBad = counts.errors > 0 || (isStrict && counts.warnings > 0);
  const note = isStrict && counts.warnings > 0 ? ' (warnings fail too: --strict)' : '';
  console.out(styled(isBad ? 'red' : 'green', `${countWords(counts)}${note}`));
  if (counts.errors + counts.warnings > 0) console.out(styled('dim', 'ropewalk explain CODE says more about a code'));
}

/** What several files have in common. */
function sharedFindings(files: readonly CheckedFile[], isVerbose: boolean): readonly GroupedFinding[] {
  const all = files.flatMap(({ path, findings }) => findings.map((finding) => ({ ...finding, path })));
  return groupFindings(all, { isVerbose, nameOf: ({ path }) => path }).filter((group) => group.files.length > 1);
}

/** A file with what it alone has; the rest is counted, and printed once below. */
function showFile({ path, findings }: CheckedFile, shared: readonly GroupedFinding[]): void {
  const groups = shared.filter(({ files }) => files.includes(path));
  const own = findings.filter((finding) => !groups.some((group) => isEqual(group.finding, finding)));
  const below = findings.length - own.length;
  const isBad = groups.some(({ finding }) => finding.severity === 'error');
  const mark = findings.length === 0 ? styled('green', 'ok') : below === 0 ? '' : styled(isBad ? 'red' : 'yellow', `${isBad ? 'error' : 'warning'}, below`);
  console.out(`  ${printable(path)}${mark === '' ? '' : `  ${mark}`}`);
  for (const finding of own) show(finding, '    ');
}

function isEqual(one: Finding, other: Finding): boolean {
  return one.code === other.code && one.severity === other.severity && one.message === other.message && one.remedy === other.remedy;
}

function showShared(group: GroupedFinding): void {
  console.out(`  ${printable(subjectOf(group))}`);
  const below = filesBelow(group);
  if (below !== '') console.out(`    ${printable(below)}`);
  show(group.finding, '    ');
}

function show({ severity, code, message, remedy }: Finding, indent: string): void {
  console.out(`${indent}${styled(severity === 'error' ? 'red' : 'yellow', severity)} ${styled('bold', code)} ${printable(message)}`);
  console.out(`${indent}  ${styled('dim', remedy)}`);
}
