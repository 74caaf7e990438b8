import { isCodedError, type CertificateIdentity, type Mismatch } from '@ropewalk/core';
import { attestationToBundle, parseStatement, statementBytes, type SigstoreBundle, type Statement } from '@ropewalk/pep740';
import type { BundleReport, CheckResult } from '@ropewalk/sigstore-verifier';
import { bundleVerifierFor } from './bundle-verifiers.ts';
import { claimedOrigin } from './claimed-origin.ts';
import { contentChecks } from './content-checks.ts';
import type { Report } from './report-types.ts';
import { reportedExpectation, reportedTrustedRoot } from './reported-context.ts';
import type { SubjectUnderCheck } from './subject-under-check.ts';
import type { VerificationInput } from './verification-input.ts';

const statementCheck = { code: 'STATEMENT', title: 'the statement can be read in one way only, and has one subject' };

/**
 * Verifies one attestation of one distribution and says how it went, as data. Never throws because of their content.
 *
 * What the signatures say comes first; the rest is compared in any case, so that every mismatch is named at once.
 */
export function report(input: VerificationInput): Report {
  const now = input.now?.() ?? new Date();
  const bundle = bundleReport(input, now);
  const statement = readStatement(input);
  const subject: SubjectUnderCheck = { input, statement: statement.value, certificate: bundle.claimed };
  const content = contentChecks.map((contentCheck) => runContentCheck(contentCheck, subject));

  const checks = [...bundle.checks, statement.result, ...content.map(({ result }) => result)];
  const mismatches = [...bundleMismatches(bundle), ...statement.mismatches, ...content.flatMap((outcome) => outcome.mismatches)];
  const frame = {
    filename: input.distribution.filename,
    sha256: input.distribution.sha256,
    expectation: reportedExpectation(input),
    checks,
    trustedRoot: reportedTrustedRoot(input, now),
  };
  const origin = originOf(bundle.claimed, input);
  const { verified } = bundle;
  // Closed by default: each of these alone is a "no", and so is any check that was not made.
  const allPassed = checks.every(({ status }) => status === 'passed');
  if (verified === undefined || statement.value === undefined || mismatches.length > 0 || !allPassed || origin === undefined) {
    return { verified: false, ...frame, mismatches, ...(origin === undefined ? {} : { claimed: origin }) };
  }
  const { predicate, predicateType } = statement.value;
  const evidence = { ...frame, ...origin, logEntry: verified.logEntry, signedAt: verified.signedAt, predicateType, predicate };
  return { verified: true, ...frame, mismatches, claimed: origin, evidence };
}

function bundleReport(input: VerificationInput, now: Date): BundleReport {
  return bundleVerifierFor(input.trustedRoot).report(bundleOf(input), { profile: 'pep740', now });
}

/** What cannot even be written as a bundle is not one. */
function bundleOf({ attestation }: VerificationInput): SigstoreBundle | undefined {
  try {
    return attestationToBundle(attestation);
  } catch (error) {
    if (!isCodedError(error)) throw error;
    return undefined;
  }
}

function originOf(certificate: CertificateIdentity | undefined, { kinds, claimedPublisher }: VerificationInput): Report['claimed'] {
  return certificate === undefined ? undefined : claimedOrigin(certificate, kinds, claimedPublisher);
}

interface Outcome {
  readonly result: CheckResult;
  readonly mismatches: readonly Mismatch[];
}

function bundleMismatches({ failure, checks }: BundleReport): readonly Mismatch[] {
  if (failure === undefined) return [];
  const subject = checks.find(({ status }) => status === 'failed')?.title ?? 'the signature';
  return [{ code: failure.code, subject, expected: failure.expected ?? 'it holds', actual: failure.actual, hint: failure.message }];
}

function readStatement({ attestation }: VerificationInput): Outcome & { readonly value: Statement | undefined } {
  try {
    const value = parseStatement(statementBytes(attestation));
    return { value, mismatches: [], result: { ...statementCheck, status: 'passed', seen: value.subject.name } };
  } catch (error) {
    if (!isCodedError(error)) throw error;
    const { code, message } = error;
    return {
      value: undefined,
      mismatches: [{ code, subject: 'statement', expected: 'one statement about one file', actual: undefined, hint: message }],
      result: { ...statementCheck, status: 'failed', failure: { code, message } },
    };
  }
}

function runContentCheck({ code, title, check }: (typeof contentChecks)[number], subject: SubjectUnderCheck): Outcome {
  const outcome = check(subject);
  if (outcome === 'not-reached') return { mismatches: [], result: { code, title, status: 'not-reached' } };
  if ('seen' in outcome) return { mismatches: [], result: { code, title, status: 'passed', seen: outcome.seen } };
  const [first] = outcome.mismatches;
  const message = `${first.subject}: expected ${first.expected}, found ${first.actual ?? 'nothing'}`;
  const seen = first.actual === undefined ? {} : { seen: first.actual };
  return { mismatches: outcome.mismatches, result: { code, title, status: 'failed', ...seen, failure: { code: first.code, message } } };
}
