import type { CertificateIdentity, Mismatch, Publisher } from '@ropewalk/core';
import type { JsonObject } from '@ropewalk/encoding';
import type { CheckResult, LogEntry } from '@ropewalk/sigstore-verifier';

/** How the verification of one attestation went. Survives `JSON.stringify`; see `schema/report.json`. */
export interface Report {
  readonly verified: boolean;
  readonly filename: string;
  readonly sha256: string;
  readonly expectation: ReportedExpectation;
  /** Everything that is not as expected; empty exactly when it is verified. */
  readonly mismatches: readonly Mismatch[];
  /** Every check with its outcome, in order. */
  readonly checks: readonly CheckResult[];
  readonly trustedRoot: ReportedTrustedRoot;
  /** Set when it is no attestation of PEP 740, but another Sigstore bundle. */
  readonly genericBundle?: GenericBundle;
  /** Who it is and what was seen, when it is verified. */
  readonly evidence?: Evidence;
  /** What the attestation says of itself. NOT VERIFIED when `verified` is false: for messages only. */
  readonly claimed?: ClaimedOrigin;
}

/** A Sigstore bundle that PEP 740 cannot hold. */
export interface GenericBundle {
  /** `file`: the signature is over the file itself, and nothing is said about it, not even its name. */
  readonly signed: 'file' | 'statement';
}

/** Who was expected, and who said so. */
export interface ReportedExpectation {
  /** Where it comes from: `command line`, `policy`, `caller`. */
  readonly source: string;
  /** In words: `github:OWNER/REPO`, or `anybody`. */
  readonly publishers: readonly string[];
  readonly claims: JsonObject;
}

/** The trusted root used, and how old it is. */
export interface ReportedTrustedRoot {
  readonly source: string;
  readonly version?: number;
  readonly issuedAt?: Date;
  /** Whole days since `issuedAt`. */
  readonly ageDays?: number;
}

/** What a certificate says, in the words of a release. */
export interface ClaimedOrigin {
  /** The publisher the certificate is of, when a kind knows it. */
  readonly publisher?: Publisher;
  /** Path of the workflow in its repository: `.github/workflows/release.yml`. */
  readonly workflow?: string;
  readonly commit?: string;
  readonly ref?: string;
  readonly runUrl?: string;
  readonly trigger?: string;
  readonly runner?: string;
  readonly ownerId?: string;
  readonly repositoryId?: string;
  readonly signerWorkflow?: string;
  /** The deployment environment as the index claims it. No signature covers it. */
  readonly environmentClaimed?: string;
  readonly certificate: CertificateIdentity;
}

/** What a verified attestation proves. */
export interface Evidence extends ClaimedOrigin {
  readonly filename: string;
  readonly sha256: string;
  readonly expectation: ReportedExpectation;
  readonly logEntry: LogEntry;
  readonly signedAt: Date;
  /** Absent when the file itself is signed: then there is no statement. */
  readonly predicateType?: string;
  /** Absent when the file itself is signed. */
  readonly predicate?: JsonObject | null;
  readonly checks: readonly CheckResult[];
  readonly trustedRoot: ReportedTrustedRoot;
  /** Set when it is no attestation of PEP 740. */
  readonly genericBundle?: GenericBundle;
}
