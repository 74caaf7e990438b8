import { refuse } from '../refuse.ts';
import { requireLibrary } from '../library-step.ts';
import type { Step } from '../verification.ts';

/** The signature was made with the certificate's key over these exact bytes. Nothing the library refused gets past here. */
export const signature: Step = {
  code: 'SIGNATURE',
  title: "the signature is the certificate's, over these exact bytes",
  check(verification) {
    requireLibrary(verification, ['SIGNATURE'], 'The signature does not hold.');
    const { failure } = verification.library();
    if (failure !== undefined) throw refuse('VERIFICATION_FAILED', 'The bundle could not be verified.', { cause: failure.error });
    return 'signature holds';
  },
};
