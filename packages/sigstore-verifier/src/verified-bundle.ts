import type { CertificateIdentity } from '@ropewalk/core';
import type { Check, CheckResult } from './check.ts';
import type { SigstoreVerificationError } from './sigstore-verification-error.ts';

/** Where the signature is logged. */
export interface LogEntry {
  /** The index in the whole log. */
  readonly logIndex: string;
  /** Hexadecimal. */
  readonly logId: string;
  readonly kind: string;
  readonly version: string;
  /** The log's address, as the trusted root has it. */
  readonly baseUrl: string;
  /** When the log says it took the entry in; absent where no promise vouches for a time (Rekor v2). */
  readonly integratedTime?: Date;
}

/** What every verified bundle tells. */
export interface VerifiedContent {
  /** What was signed: the statement's bytes. Empty for a signature over an artifact. */
  readonly payload: Uint8Array;
  /** Empty for a signature over an artifact. */
  readonly payloadType: string;
  /** The first entry. */
  readonly logEntry: LogEntry;
  /** The earliest time of signing that somebody trusted states. */
  readonly signedAt: Date;
  /** Everything that was checked, in order. */
  readonly checks: readonly Check[];
}

/** A bundle that is verified, and who signed it. */
export interface VerifiedBundle extends VerifiedContent {
  readonly certificate: CertificateIdentity;
  readonly certificateDer: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** How a verification went, as data. */
export interface BundleReport {
  /** Every check with its outcome, in order. */
  readonly checks: readonly CheckResult[];
  /** The bundle, when every check held. */
  readonly verified?: VerifiedBundle;
  /** Why not, otherwise. */
  readonly failure?: SigstoreVerificationError;
  /** What the certificate claims, readable also when it is not verified: for messages only. */
  readonly claimed?: CertificateIdentity;
}
