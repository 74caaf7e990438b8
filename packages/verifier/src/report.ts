import { isCodedError } from '@ropewalk/core';
import { attestationToBundle, statementBytes, type SigstoreBundle } from '@ropewalk/pep740';
import { assembleReport } from './assemble-report.ts';
import { bundleVerifierFor } from './bundle-verifiers.ts';
import { requireContext } from './expectation/require-context.ts';
import { readStatement } from './read-statement.ts';
import type { Report } from './report-types.ts';
import type { VerificationInput } from './verification-input.ts';

/**
 * Verifies one attestation of one distribution and says how it went, as data. Never throws because of their content.
 *
 * What the signatures say comes first; the rest is compared in any case, so that every mismatch is named at once.
 *
 * @throws `TypeError` when something required is missing, or an expectation has members that are unknown or `undefined`.
 */
export function report(input: VerificationInput): Report {
  requireContext(input);
  const now = input.now?.() ?? new Date();
  const bundle = bundleVerifierFor(input.trustedRoot).report(bundleOf(input), { profile: 'pep740', now });
  return assembleReport({ input, now, bundle, content: readStatement(() => statementBytes(input.attestation)) });
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
