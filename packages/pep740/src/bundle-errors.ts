import { AttestationError } from './attestation-error.ts';

/** Makes the error for something that is no Sigstore bundle. */
export function notABundle(reason: string): AttestationError {
  return new AttestationError({
    code: 'BUNDLE_MALFORMED',
    message: `This is no Sigstore bundle: ${reason}.`,
    remedy: 'Give a Sigstore bundle of version 0.1, 0.2 or 0.3.',
  });
}

/** Makes the error for a bundle that PEP 740 cannot hold. */
export function notConvertible(reason: string): AttestationError {
  return new AttestationError({
    code: 'BUNDLE_NOT_CONVERTIBLE',
    message: `The bundle cannot become a PEP 740 attestation: ${reason}.`,
    remedy: 'Sign the distribution again as an in-toto statement, logged in Rekor v1.',
  });
}
