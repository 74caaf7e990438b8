import { requireLibrary } from '../library-step.ts';
import type { Step } from '../verification.ts';

/** The entry is in the log's tree. */
export const inclusionProof: Step = {
  code: 'INCLUSION_PROOF',
  title: "the entry is in the log's tree",
  check(verification) {
    requireLibrary(verification, ['INCLUSION_PROOF', 'INCLUSION_PROOF_MISSING'], "The proof of inclusion does not lead to the log's root.");
    return verification.bundle.entries.map(({ proof }) => `leaf ${proof?.logIndex} over ${proof?.hashes.length} hashes`).join(', ');
  },
};
