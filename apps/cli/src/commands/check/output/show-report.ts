import type { Finding } from '@ropewalk/preflight';
import { processConsole as console, styled } from '../../../output/console.ts';
import { printable } from '../../../output/printable.ts';
import { countsOf, type CheckReport } from '../check-report.ts';
import type { CheckRequest } from '../check-request.ts';
import { countWords } from './count-words.ts';

/** Prints findings for a person: release by release, file by file, counts at the end. */
export function showReport(report: CheckReport, { isStrict }: Pick<CheckRequest, 'isStrict'>): void {
  for (const { title, files, findings } of report.releases) {
    console.out(styled('bold', title === '' ? 'of no release that could be told' : title));
    for (const { path, findings: own } of files) {
      console.out(`  ${printable(path)}${own.length === 0 ? `  ${styled('green', 'ok')}` : ''}`);
      for (const finding of own) show(finding, '    ');
    }
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

function show({ severity, code, message, remedy }: Finding, indent: string): void {
  console.out(`${indent}${styled(severity === 'error' ? 'red' : 'yellow', severity)} ${styled('bold', code)} ${printable(message)}`);
  console.out(`${indent}  ${styled('dim', remedy)}`);
}
