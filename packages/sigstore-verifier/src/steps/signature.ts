import { requireLibrary } from '../library-step.ts';
import type { Step } from '../verification.ts';

/**
 * The signature was made with the certificate's key over these exact bytes. The library comes to it after the log entry's
 * content, but a content that differs counts as such only where the signature holds.
 */
export const signature: Step = {
  code: 'SIGNATURE',
  title: "the signature is the certificate's, over these exact bytes",
  check(verification) {
    requireLibrary(verification, ['SIGNATURE'], 'The signature does not hold.');
    return 'signature holds';
  },
};
