import type { CertificateIdentity, Mismatch } from '@ropewalk/core';
import type { BundleReport } from '@ropewalk/sigstore-verifier';
import { claimedOrigin } from './claimed-origin.ts';
import { contentChecks, signedFileChecks } from './content-checks.ts';
import type { GenericBundle, Report } from './report-types.ts';
import { reportedExpectation, reportedTrustedRoot } from './reported-context.ts';
import type { Outcome, SignedContent } from './signed-content.ts';
import type { ContentCheck, Expected, SubjectUnderCheck } from './subject-under-check.ts';

/** What a report is made of. */
export interface ReportParts {
  readonly input: Expected;
  readonly now: Date;
  /** What the signatures say. */
  readonly bundle: BundleReport;
  readonly content: SignedContent;
  /** For what is no attestation of PEP 740. */
  readonly genericBundle?: GenericBundle;
}

/** Compares what is signed with what is expected, and says how it all went. */
export function assembleReport({ input, now, bundle, content, genericBundle }: ReportParts): Report {
  const statement = content.type === 'statement' ? content.statement : undefined;
  const subject: SubjectUnderCheck = { input, statement, certificate: bundle.claimed };
  const outcomes = (content.type === 'statement' ? contentChecks : signedFileChecks).map((check) => runContentCheck(check, subject));

  const checks = [...bundle.checks, content.result, ...outcomes.map(({ result }) => result)];
  const mismatches = [...bundleMismatches(bundle), ...content.mismatches, ...outcomes.flatMap((outcome) => outcome.mismatches)];
  const frame = {
    filename: input.distribution.filename,
    sha256: input.distribution.sha256,
    expectation: reportedExpectation(input),
    checks,
    trustedRoot: reportedTrustedRoot(input, now),
    ...(genericBundle === undefined ? {} : { genericBundle }),
  };
  const origin = originOf(bundle.claimed, input);
  const { verified } = bundle;
  // Closed by default: each of these alone is a "no", and so is any check that was not made.
  const allPassed = checks.every(({ status }) => status === 'passed');
  const isReadable = content.type === 'file' || statement !== undefined;
  if (verified === undefined || !isReadable || mismatches.length > 0 || !allPassed || origin === undefined) {
    return { verified: false, ...frame, mismatches, ...(origin === undefined ? {} : { claimed: origin }) };
  }
  const said = statement === undefined ? {} : { predicateType: statement.predicateType, predicate: statement.predicate };
  const evidence = { ...frame, ...origin, logEntry: verified.logEntry, signedAt: verified.signedAt, ...said };
  return { verified: true, ...frame, mismatches, claimed: origin, evidence };
}

function originOf(certificate: CertificateIdentity | undefined, { kinds, claimedPublisher }: Expected): Report['claimed'] {
  return certificate === undefined ? undefined : claimedOrigin(certificate, kinds, claimedPublisher);
}

function bundleMismatches({ failure, checks }: BundleReport): readonly Mismatch[] {
  if (failure === undefined) return [];
  const subject = checks.find(({ status }) => status === 'failed')?.title ?? 'the signature';
  return [{ code: failure.code, subject, expected: failure.expected ?? 'it holds', actual: failure.actual, hint: failure.message }];
}

function runContentCheck({ code, title, check }: ContentCheck, subject: SubjectUnderCheck): Outcome {
  const outcome = check(subject);
  if (outcome === 'not-reached') return { mismatches: [], result: { code, title, status: 'not-reached' } };
  if ('seen' in outcome) return { mismatches: [], result: { code, title, status: 'passed', seen: outcome.seen } };
  const [first] = outcome.mismatches;
  const message = `${first.subject}: expected ${first.expected}, found ${first.actual ?? 'nothing'}`;
  const seen = first.actual === undefined ? {} : { seen: first.actual };
  return { mismatches: outcome.mismatches, result: { code, title, status: 'failed', ...seen, failure: { code: first.code, message } } };
}
