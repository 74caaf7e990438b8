import type { Mismatch, Publisher } from '@ropewalk/core';
import { formatPublisher } from '@ropewalk/oidc/publisher';
import type { ClaimedOrigin, Evidence, Report } from '@ropewalk/verifier';
import { processConsole as console, rows, styled } from '../../output/console.ts';
import { printable } from '../../output/printable.ts';
import type { Verdict } from './verdict.ts';

/** Prints the verdict on a file that was checked against an expectation. */
export function showVerdict(verdict: Verdict): void {
  const colour = verdict.status === 'verified' ? 'green' : 'red';
  console.out(`${styled(['bold', colour], verdict.status)}  ${printable(verdict.target)}`);
  if (verdict.problem !== undefined) showProblem(verdict.problem);
  if (verdict.status === 'unattested') showNothingFound(verdict);
  for (const report of verdict.reports) showReport(report);
  if (verdict.status === 'verified') console.out(styled('dim', '  This says who built the file, not whether to trust them.'));
}

/** Prints what attestations claim when nobody was expected: nothing of it counts as verified. */
export function showClaims(verdict: Verdict): void {
  console.out(`${styled(['bold', 'yellow'], 'not verified')}  ${printable(verdict.target)}: nobody was expected, so nothing was verified`);
  if (verdict.problem !== undefined) showProblem(verdict.problem);
  if (verdict.status === 'unattested') showNothingFound(verdict);
  for (const report of verdict.reports) {
    if (!report.verified) showMismatches(report.mismatches);
    const { claimed } = report;
    if (claimed !== undefined) for (const line of rows([['claims', whoOf(claimed)], ...originRows(claimed)])) console.out(line);
  }
  console.note('Say whom you expect with --publisher, or check integrity alone with --any-publisher.');
}

function showReport(report: Report): void {
  if (report.evidence !== undefined) {
    showEvidence(report.evidence);
    return;
  }
  const claimed = report.claimed === undefined ? undefined : whoOf(report.claimed);
  for (const line of rows([['expected', report.expectation.publishers.join(' or ')], ['claims', claimed]])) console.out(line);
  showMismatches(report.mismatches);
}

function showEvidence(evidence: Evidence): void {
  const { logEntry, signedAt, predicateType, checks, trustedRoot, expectation } = evidence;
  const lines = rows([
    ['who', `${whoOf(evidence)}, ${expectationOf(expectation)}`],
    ...originRows(evidence),
    ['when', signedAt.toISOString()],
    ['log entry', `${logEntry.logIndex} in ${logEntry.baseUrl}`],
    ['says', predicateType],
    ['sha256', evidence.sha256],
    ['checked', `${checks.length} checks passed: ${checks.map(({ code }) => code.toLowerCase().replaceAll('_', ' ')).join(', ')}`],
    ['root', trustedRoot.ageDays === undefined ? trustedRoot.source : `${trustedRoot.source}, ${trustedRoot.ageDays} days old`],
  ]);
  for (const line of lines) console.out(line);
}

function expectationOf({ source, publishers }: Evidence['expectation']): string {
  return publishers.length === 0 || publishers.includes('anybody')
    ? 'any publisher was accepted: this is an integrity check'
    : `as expected (${source}: ${publishers.join(' or ')})`;
}

function originRows(origin: ClaimedOrigin): readonly (readonly [string, string | undefined])[] {
  return [
    ['workflow', origin.workflow],
    ['commit', origin.commit],
    ['ref', origin.ref],
    ['run', origin.runUrl],
    ['trigger', origin.trigger],
    ['runner', origin.runner],
    ['environment', origin.environmentClaimed === undefined ? undefined : `${origin.environmentClaimed} (the index's claim; not signed)`],
  ];
}

function whoOf({ publisher, certificate }: ClaimedOrigin): string {
  return publisher === undefined ? unknownWho(certificate) : bareName(publisher);
}

/** The publisher without its workflow, which has a row of its own. */
function bareName(publisher: Publisher): string {
  const { workflow: _workflow, workflow_filepath: _path, environment: _environment, ...bare } = publisher as Publisher & Record<string, unknown>;
  return formatPublisher(bare);
}

function unknownWho({ subjectAlternativeNames, issuer, issuerV1 }: ClaimedOrigin['certificate']): string {
  return `${subjectAlternativeNames.map(({ value }) => value).join(', ')} (vouched for by ${issuer ?? issuerV1 ?? 'nobody named'})`;
}

function showMismatches(mismatches: readonly Mismatch[]): void {
  for (const { code, subject, expected, actual, hint } of mismatches) {
    console.out(`  ${styled('red', '✗')} ${printable(subject)}: expected ${printable(expected)}, found ${printable(actual ?? 'nothing')} ${styled('dim', `[${code}]`)}`);
    if (hint !== undefined) console.out(`    ${printable(hint)}`);
  }
}

function showProblem({ code, message, remedy }: NonNullable<Verdict['problem']>): void {
  console.out(`  ${printable(message)} ${styled('dim', `[${code}]`)}`);
  console.out(`  ${printable(remedy)}`);
}

function showNothingFound({ looked }: Verdict): void {
  const where = looked.length === 0 ? 'no attestation was given, and there is none beside the file' : `there is no attestation in ${looked.join(', ')}`;
  console.out(`  ${printable(where)}; nothing can be said about who built it.`);
}

