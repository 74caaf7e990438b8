import { refuse } from '../refuse.ts';
import type { Step } from '../verification.ts';

/** The proof leads to the very tree the checkpoint is of: same root, same size; and to the entry's own place. */
export const checkpointRoot: Step = {
  code: 'CHECKPOINT_ROOT',
  title: 'the proof is of the tree that the checkpoint states',
  check({ bundle, checkpoints }) {
    for (const [index, { proof, logIndex, promise }] of bundle.entries.entries()) {
      const checkpoint = checkpoints()[index];
      if (proof === undefined || checkpoint === undefined) throw refuse('INCLUSION_PROOF_MISSING', 'The log entry has no proof of inclusion.');
      if (!proof.rootHash.equals(checkpoint.rootHash) || proof.treeSize !== checkpoint.treeSize) {
        throw refuse('CHECKPOINT_ROOT', 'The proof of inclusion and the checkpoint are of different trees.', {
          expected: `${checkpoint.treeSize} ${checkpoint.rootHash.toString('hex')}`,
          actual: `${proof.treeSize} ${proof.rootHash.toString('hex')}`,
        });
      }
      // Without a promise (Rekor v2) nothing signs the outer index; the log has only one tree, so it must be the inner one.
      if (promise === undefined && logIndex !== proof.logIndex) {
        throw refuse('CHECKPOINT_ROOT', 'The entry and its proof of inclusion state different places.', {
          expected: String(proof.logIndex),
          actual: String(logIndex),
        });
      }
    }
    return checkpoints().map(({ rootHash }) => rootHash.toString('hex')).join(', ');
  },
};
