import { SignerError } from './signer-error.ts';

/** The error for a certificate that must not be used. */
export function certificateWrong(host: string, reason: string, cause?: unknown): SignerError {
  return new SignerError({
    code: 'CERTIFICATE_WRONG',
    message: `The certificate of Fulcio at ${host} cannot be used: ${reason}.`,
    remedy: 'Check that Fulcio, Rekor and the trusted root belong together, and that the clocks are right.',
    cause,
  });
}
