import { CodedError, type CodedErrorFields, type Mismatch } from '@ropewalk/core';
import type { Report } from './report-types.ts';

/** What the answer "no" means. */
export type VerificationErrorCode =
  /** There is an attestation, and at least one check does not hold: `mismatches` names each. */
  | 'NOT_VERIFIED'
  /** What is given as an attestation cannot be one. */
  | 'ATTESTATION_INVALID'
  /** There is no attestation at all. */
  | 'UNATTESTED';

/** What a {@link VerificationError} is made of. */
export interface VerificationErrorFields extends CodedErrorFields<VerificationErrorCode> {
  readonly reports: readonly Report[];
}

/** A distribution is not verified. Any other error thrown on the way means the same. */
export class VerificationError extends CodedError<VerificationErrorCode> {
  /** Everything that is not as expected, of all attestations. */
  readonly mismatches: readonly Mismatch[];
  /** The same as data, one report for each attestation. */
  readonly reports: readonly Report[];
  /** The first report: the only one, as a rule. */
  readonly report: Report | undefined;

  constructor(fields: VerificationErrorFields) {
    super(fields);
    this.reports = fields.reports;
    this.report = fields.reports[0];
    this.mismatches = fields.reports.flatMap((report) => report.mismatches);
  }
}
