import { rehearse } from '@ropewalk/rehearsal';
import { exitCodes } from '../../exit-codes.ts';
import { onlyDistributions } from '../../only-distributions.ts';
import { processConsole as console, rows, styled } from '../../output/console.ts';
import { filesBelow, groupFindings, subjectOf, type GroupedFinding } from '../../output/grouped-findings.ts';
import { printable } from '../../output/printable.ts';
import { renderDescriptions } from '../../render-descriptions.ts';
import { requireFiles } from '../../require-files.ts';
import { rehearsalCi } from './rehearsal-ci.ts';
import { describeStep } from './rehearsal-steps.ts';

/** `ropewalk rehearse [FILES…]`: prints each step as it happens, and at the end what was proved and what was not. */
export async function rehearseCommand(files: readonly string[], options: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<number> {
  const keep = typeof options['keep'] === 'string' ? options['keep'] : undefined;
  await requireFiles(files);
  const release = onlyDistributions(files);
  const events = rehearse(release, { signal, renderDescriptions, ci: rehearsalCi(options), ...(keep === undefined ? {} : { keep }) });
  for await (const event of events) {
    const step = describeStep(event);
    if (step !== undefined) console.out(`${styled('green', '✓')} ${styled('bold', step.title.padEnd(10))} ${printable(step.detail)}`);
    if (event.type === 'release-checked') {
      for (const group of groupFindings(event.findings, { isVerbose: options['verbose'] === true })) showFinding(group);
    }
    if (event.type === 'signer-ready') {
      for (const { message } of event.notes) console.out(`  ${styled('yellow', 'note')} ${printable(message)}`);
    }
    if (event.type === 'rehearsal-end') conclude(event.result.downloads.length, event.result.durationMs);
  }
  return exitCodes.ok;
}

function showFinding(group: GroupedFinding): void {
  const { severity, message, code } = group.finding;
  console.out(`  ${styled(severity === 'error' ? 'red' : 'yellow', severity)} ${printable(`${subjectOf(group)}: ${message}`)} [${printable(code)}]`);
  const below = filesBelow(group);
  if (below !== '') console.out(`    ${printable(below)}`);
}

function conclude(count: number, durationMs: number): void {
  console.out();
  console.out(styled('bold', `Rehearsed a release of ${count} ${count === 1 ? 'file' : 'files'} in ${(durationMs / 1000).toFixed(1)} s.`));
  const lines = rows([
    ['proved', 'your files pass the checks made here, can be signed, uploaded, downloaded and verified by name, digest and publisher'],
    ['not proved', "that another verifier agrees: the rehearsal's index uses our own, so its yes alone proves nothing"],
    ['', "(npm run interop, in ropewalk's repository, is the outside word: PyPI's own verifier)"],
    ['not proved', 'that your project, workflow and publisher are registered at the real index, or that its services are up'],
    ['not said', 'whether to trust the publisher: an attestation says who, nothing else'],
  ]);
  for (const line of lines) console.out(line);
}
