import type { Mismatch } from '@ropewalk/core';
import { PUBLISH_PREDICATE_TYPE, SLSA_PREDICATE_TYPE } from '@ropewalk/pep740';
import type { ClaimedOrigin, Evidence, Report } from '@ropewalk/verifier';
import { processConsole as console, rows, styled } from '../../../output/console.ts';
import { printable } from '../../../output/printable.ts';
import type { JudgedAttestation } from '../verdict.ts';
import type { VerifyRequest } from '../verify-request.ts';
import { originRows, whoOf } from '../../../output/origin-rows.ts';
import { showChecklist } from './show-checklist.ts';

const titles: ReadonlyMap<string, string> = new Map([[PUBLISH_PREDICATE_TYPE, 'publish attestation'], [SLSA_PREDICATE_TYPE, 'SLSA provenance']]);

/** Prints one attestation: what it is, where it was found, and what it proves or what is wrong with it. */
export function showAttestation({ place, predicateType, report }: JudgedAttestation, { isExplained, expectation }: VerifyRequest): void {
  console.out(`  ${styled('bold', titleOf(report, predicateType))}, from ${printable(place)}`);
  if (report.evidence !== undefined) showEvidence(report.evidence, isExplained);
  else showRefusal(report, expectation !== undefined);
  if (isExplained) showChecklist(report.checks);
}

function titleOf({ genericBundle }: Report, predicateType: string | undefined): string {
  if (genericBundle?.signed === 'file') return 'Sigstore bundle over the file itself (no PEP 740 attestation)';
  const title = predicateType === undefined ? 'attestation' : (titles.get(predicateType) ?? `attestation of ${predicateType}`);
  return genericBundle === undefined ? title : `${title} in a Sigstore bundle that PEP 740 cannot hold`;
}

function showEvidence(evidence: Evidence, isExplained: boolean): void {
  const { logEntry, signedAt, predicateType, checks, expectation } = evidence;
  const lines = rows(
    [
      ['who', `${whoOf(evidence)}, ${expectationOf(expectation)}`],
      ...originRows(evidence),
      ['when', signedAt.toISOString()],
      ['log entry', `${logEntry.logIndex} in ${logEntry.baseUrl}`],
      ['says', predicateType ?? 'nothing: the signature is over the bytes of the file, whatever its name'],
      ['checked', `${checks.length} checks passed${isExplained ? '' : ' (--explain lists them)'}`],
      ['root', rootOf(evidence)],
    ],
    '    ',
  );
  for (const line of lines) console.out(line);
}

function expectationOf({ source, publishers, claims }: Evidence['expectation']): string {
  const others = Object.entries(claims).map(([name, value]) => `${name} ${[value].flat().join(' or ')}`);
  const and = others.length === 0 ? '' : `, with ${others.join(', ')}`;
  if (publishers.includes('anybody')) return `any publisher was accepted${and}: this is an integrity check`;
  return `as expected (${source}: ${publishers.join(' or ')}${and})`;
}

function rootOf({ trustedRoot: { source, version, ageDays } }: Pick<Report, 'trustedRoot'>): string {
  return [source, version === undefined ? undefined : `version ${version}`, ageDays === undefined ? undefined : `${ageDays} days old`].filter((part) => part !== undefined).join(', ');
}

function showRefusal({ claimed, expectation, mismatches, ...report }: Report, isExpected: boolean): void {
  const claims: ClaimedOrigin | undefined = claimed;
  const lines = rows(
    [
      ['expected', isExpected ? expectation.publishers.join(' or ') : undefined],
      ['claims', claims === undefined ? undefined : whoOf(claims)],
      ...(claims === undefined || isExpected ? [] : originRows(claims)),
      ['root', rootOf(report)],
    ],
    '    ',
  );
  for (const line of lines) console.out(line);
  for (const mismatch of mismatches) if (mismatch.code !== 'EXPECTATION_MISSING') showMismatch(mismatch);
}

function showMismatch({ code, subject, expected, actual, hint }: Mismatch): void {
  const cross = styled('red', '✗');
  const tag = styled('dim', `[${code}]`);
  // Checks that compare nothing only hold or do not.
  if (expected === 'it holds') console.out(`    ${cross} does not hold: ${printable(subject)} ${tag}`);
  else console.out(`    ${cross} ${printable(subject)}: expected ${printable(expected)}, found ${printable(actual ?? 'nothing')} ${tag}`);
  if (hint !== undefined) console.out(`      ${printable(hint)}`);
}
