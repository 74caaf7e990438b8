import { report } from './report.ts';
import type { Evidence } from './report-types.ts';
import { refusalOf } from './refusal.ts';
import type { VerificationInput } from './verification-input.ts';

/**
 * Verifies that one distribution was published by whom you expect, by one attestation.
 *
 * @returns Who it was and everything that was checked.
 * @throws {@link VerificationError} `NOT_VERIFIED` or `ATTESTATION_INVALID`, holding every mismatch. Anything else that
 *   is thrown means "not verified" as well.
 * @throws `TypeError` when something required is missing, or an expectation has members that are unknown or `undefined`.
 */
export function verify(input: VerificationInput): Evidence {
  const outcome = report(input);
  if (!outcome.verified || outcome.evidence === undefined) throw refusalOf([outcome]);
  return outcome.evidence;
}
