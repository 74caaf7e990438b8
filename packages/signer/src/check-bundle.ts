import { isCodedError } from '@ropewalk/core';
import type { SigstoreBundle } from '@ropewalk/pep740';
import type { BundleVerifier } from '@ropewalk/sigstore-verifier';
import { certificateWrong } from './certificate-wrong.ts';
import { logEntryWrong } from './log-entry-wrong.ts';

/** What is wrong with a certificate is Fulcio's doing; everything else is the log's. */
const CERTIFICATE_CODES = /^(?:CERTIFICATE_|CT_|AUTHORITY_)/;

/**
 * Verifies a bundle before it is used.
 *
 * @throws {@link SignerError} `CERTIFICATE_WRONG`, `LOG_ENTRY_WRONG`
 */
export function checkBundle(verifier: BundleVerifier, bundle: SigstoreBundle, hosts: { readonly fulcio: string; readonly rekor: string }): void {
  try {
    verifier.verify(bundle, { profile: 'pep740' });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/\.$/, '') : 'it does not verify';
    if (isCodedError(cause) && CERTIFICATE_CODES.test(cause.code)) throw certificateWrong(hosts.fulcio, reason, cause);
    throw logEntryWrong(hosts.rekor, reason, cause);
  }
}
