import { isCodedError } from '@ropewalk/core';
import type { Report } from '@ropewalk/verifier';

/** The answer for one file. Everything but `verified` is a "no". */
export type VerdictStatus = 'verified' | 'unattested' | 'mismatch' | 'invalid' | 'untrusted-root';

/** What verifying one file came to. */
export interface Verdict {
  readonly target: string;
  readonly status: VerdictStatus;
  /** One for each attestation that could be read. */
  readonly reports: readonly Report[];
  /** Where attestations were looked for. */
  readonly looked: readonly string[];
  /** Why nothing could be verified, when not even a report came about. */
  readonly problem?: { readonly code: string; readonly message: string; readonly remedy: string };
}

/** What says that the trusted root does not vouch for the signer or the log. */
const untrusted: ReadonlySet<string> = new Set(['LOG_UNKNOWN', 'LOG_KEY_VALIDITY', 'AUTHORITY_VALIDITY', 'CERTIFICATE_CHAIN', 'CT_LOG_UNKNOWN', 'CT_LOG_VALIDITY']);

/** The status that an attestation's report amounts to. */
export function statusOf(report: Report): VerdictStatus {
  if (report.verified) return 'verified';
  const codes = report.mismatches.map(({ code }) => code);
  if (codes.some(isUnreadable)) return 'invalid';
  return codes.some((code) => untrusted.has(code)) ? 'untrusted-root' : 'mismatch';
}

/** The verdict on a file, given a report for each of its attestations, all of which must verify. */
export function verdictOf(target: string, reports: readonly Report[], looked: readonly string[]): Verdict {
  const statuses = reports.map(statusOf);
  const status = severity.find((candidate) => statuses.includes(candidate)) ?? 'unattested';
  return { target, status, reports, looked };
}

/** The verdict when what should be an attestation, a provenance or a trusted root cannot be read as one. */
export function unusable(target: string, error: unknown, looked: readonly string[]): Verdict {
  if (!isCodedError(error)) throw error;
  const { code, message, remedy } = error;
  if (code === 'TRUSTED_ROOT_INCOMPLETE') return { target, status: 'untrusted-root', reports: [], looked, problem: { code, message, remedy } };
  if (isUnreadable(code)) return { target, status: 'invalid', reports: [], looked, problem: { code, message, remedy } };
  throw error;
}

const severity: readonly VerdictStatus[] = ['invalid', 'untrusted-root', 'mismatch', 'verified'];

function isUnreadable(code: string): boolean {
  return /^(ATTESTATION|PROVENANCE|STATEMENT|BUNDLE)_/.test(code);
}
