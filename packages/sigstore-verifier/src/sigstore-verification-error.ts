import { CodedError, type CodedErrorFields } from '@ropewalk/core';
import type { CheckResult } from './check.ts';

/** Why a bundle is not verified. Named after the check that failed, more precise where that helps. */
export type SigstoreVerificationCode =
  /** Not a bundle, or a member of it is missing or of the wrong type. */
  | 'BUNDLE_MALFORMED'
  | 'BUNDLE_TOO_LARGE'
  | 'BUNDLE_BASE64'
  | 'BUNDLE_INTEGER'
  /** The chain is empty, or carries a root certificate: roots come from the trusted root alone. */
  | 'BUNDLE_CERTIFICATES'
  /** The bundle is signed with a bare key and none was given, or the other way round. */
  | 'SIGNER_UNEXPECTED'
  | 'LOG_ENTRY_MISSING'
  | 'LOG_ENTRY_KIND'
  | 'SIGNED_TIME_MISSING'
  | 'SIGNED_TIME_FUTURE'
  | 'SIGNED_TIME_OUTSIDE_CERTIFICATE'
  | 'TIMESTAMP'
  | 'LOG_UNKNOWN'
  | 'LOG_KEY_VALIDITY'
  | 'AUTHORITY_VALIDITY'
  | 'CERTIFICATE_CHAIN'
  | 'CERTIFICATE_MALFORMED'
  | 'CERTIFICATE_KEY_USAGE'
  | 'CERTIFICATE_EXTENDED_KEY_USAGE'
  | 'CERTIFICATE_IS_CA'
  | 'CERTIFICATE_KEY_TYPE'
  | 'CERTIFICATE_CRITICAL_EXTENSION'
  | 'CERTIFICATE_EXTENSIONS'
  | 'CERTIFICATE_SUBJECT'
  | 'CT_PROOF_MISSING'
  | 'CT_LOG_UNKNOWN'
  | 'CT_LOG_VALIDITY'
  | 'CT_PROOF'
  | 'INCLUSION_PROMISE'
  | 'INCLUSION_PROOF_MISSING'
  | 'INCLUSION_PROOF'
  | 'CHECKPOINT'
  | 'CHECKPOINT_ROOT'
  | 'LOG_ENTRY_CONTENT'
  | 'LOG_ENTRY_CERTIFICATE'
  | 'PAYLOAD_TYPE'
  | 'SIGNATURE'
  | 'ARTIFACT_DIGEST'
  | 'CERTIFICATE_IDENTITY'
  | 'CERTIFICATE_ISSUER'
  /** Something failed that has no better name; never verified. */
  | 'VERIFICATION_FAILED';

/** What a {@link SigstoreVerificationError} is made of. */
export interface SigstoreVerificationFields extends CodedErrorFields<SigstoreVerificationCode> {
  readonly expected?: string;
  readonly actual?: string;
  readonly checks?: readonly CheckResult[];
}

/** A bundle is not verified. There is no other way to say no: any throw means "not verified". */
export class SigstoreVerificationError extends CodedError<SigstoreVerificationCode> {
  /** What the check wanted to see, when it can be told. */
  readonly expected: string | undefined;
  /** What it saw. */
  readonly actual: string | undefined;
  /** Every check with its outcome, in order. Empty while a single check reports its failure. */
  readonly checks: readonly CheckResult[];

  constructor(fields: SigstoreVerificationFields) {
    super(fields);
    this.expected = fields.expected;
    this.actual = fields.actual;
    this.checks = fields.checks ?? [];
  }
}
