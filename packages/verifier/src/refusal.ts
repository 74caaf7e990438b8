import type { Mismatch } from '@ropewalk/core';
import type { Report } from './report-types.ts';
import { VerificationError } from './verification-error.ts';

/** Codes that mean "this is no attestation", not "it is one of something else". */
const invalid = /^(?:BUNDLE_|STATEMENT_NOT_JSON|STATEMENT_TOO_LARGE|STATEMENT_MALFORMED)/;

/** Makes the one error for attestations of which not enough are verified. */
export function refusalOf(reports: readonly Report[]): VerificationError {
  const refused = reports.filter(({ verified }) => !verified);
  const mismatches = refused.flatMap((report) => report.mismatches);
  const [first] = mismatches;
  const filename = reports[0]?.filename ?? 'The distribution';
  const more = mismatches.length > 1 ? ` (and ${mismatches.length - 1} more)` : '';
  return new VerificationError({
    code: mismatches.some(({ code }) => invalid.test(code)) ? 'ATTESTATION_INVALID' : 'NOT_VERIFIED',
    message: `${filename} is not verified: ${first === undefined ? 'A check was not made.' : sentence(first)}${more}`,
    remedy: first?.hint ?? 'Do not use the file unless its publisher explains the difference.',
    reports: refused,
  });
}

/** A check of signatures has nothing to compare: what it says is the sentence. */
function sentence({ actual, expected, hint, subject }: Mismatch): string {
  if (actual === undefined && hint !== undefined) return hint;
  return `${subject}: expected ${expected}, found ${actual ?? 'nothing of the kind'}.`;
}
