import { requireLibrary } from '../library-step.ts';
import type { Step } from '../verification.ts';

/** The certificate transparency log signed exactly this certificate. */
export const certificateTransparency: Step = {
  code: 'CT_PROOF',
  title: 'the certificate transparency log signed exactly this certificate',
  check(verification) {
    requireLibrary(verification, ['CT_PROOF'], 'The proof of certificate transparency does not belong to this certificate.');
    return 'signature holds';
  },
};
