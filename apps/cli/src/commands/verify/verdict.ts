import type { Report } from '@ropewalk/verifier';
import type { Subject, SubjectDigest } from './targets/subject.ts';

/** The answer for one file. Everything but `verified` is a "no". */
export type VerdictStatus =
  | 'verified'
  /** There is no attestation where was looked. */
  | 'unattested'
  /** At least one check does not hold. */
  | 'mismatch'
  /** What should be an attestation is none. */
  | 'invalid'
  /** The trusted root cannot be used, or does not vouch for the signer or the log. */
  | 'untrusted-root'
  /** Nobody was expected, so nothing was verified. */
  | 'not-verified'
  /** The index could not be read. */
  | 'unreachable';

/** What verifying one file came to. */
export interface Verdict {
  readonly subject: Subject;
  readonly status: VerdictStatus;
  /** `undefined` when the file was not looked at. */
  readonly digest?: SubjectDigest;
  readonly attestations: readonly JudgedAttestation[];
  /** Where attestations were looked for. */
  readonly looked: readonly string[];
  /** Why nothing could be verified, when not even a report came about. */
  readonly problem?: Problem;
}

/** An attestation, where it was found, and how its verification went. */
export interface JudgedAttestation {
  readonly place: string;
  readonly report: Report;
  /** Of the statement, also when it is not verified; `undefined` when it cannot be read. */
  readonly predicateType?: string;
}

/** An error, for people and as data. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** What says that the trusted root does not vouch for the signer or the log. */
const untrusted: ReadonlySet<string> = new Set(['LOG_UNKNOWN', 'LOG_KEY_VALIDITY', 'AUTHORITY_VALIDITY', 'CERTIFICATE_CHAIN', 'CT_LOG_UNKNOWN', 'CT_LOG_VALIDITY']);

/** The worst comes first. */
const severity: readonly VerdictStatus[] = ['invalid', 'untrusted-root', 'mismatch', 'verified'];

/** The status that several attestations of one file amount to: all must verify, or `atLeast` different ones. */
export function statusOf(attestations: readonly JudgedAttestation[], signatures: ReadonlyMap<Report, string>, atLeast: number | undefined): VerdictStatus {
  const statuses = attestations.map(({ report }) => reportStatus(report));
  const worst = severity.find((candidate) => statuses.includes(candidate)) ?? 'unattested';
  if (atLeast === undefined) return worst;
  const verified = attestations.filter(({ report }) => report.verified).map(({ report }) => signatures.get(report));
  if (new Set(verified).size >= atLeast) return 'verified';
  return worst === 'verified' ? 'mismatch' : worst;
}

function reportStatus({ verified, mismatches }: Report): VerdictStatus {
  if (verified) return 'verified';
  if (mismatches.some(({ code }) => isUnreadable(code))) return 'invalid';
  return mismatches.some(({ code }) => untrusted.has(code)) ? 'untrusted-root' : 'mismatch';
}

/** Whether an error means that something is no attestation, provenance, statement or bundle. */
export function isUnreadable(code: string): boolean {
  return /^(?:ATTESTATION|PROVENANCE|STATEMENT|BUNDLE)_/.test(code);
}

/** Whether an error means that an index could not be read. */
export function isUnreachable(code: string): boolean {
  return /^(?:INDEX|HTTP)_/.test(code) && code !== 'HTTP_ABORTED' && code !== 'INDEX_FILE_DIFFERS';
}
