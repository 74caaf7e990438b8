import { requireLibrary } from '../library-step.ts';
import type { Step } from '../verification.ts';

/** Every RFC 3161 timestamp is of an authority in the trusted root and over this signature. */
export const timestamps: Step = {
  code: 'TIMESTAMP',
  title: 'every timestamp is genuine and of this signature',
  check(verification) {
    requireLibrary(verification, ['TIMESTAMP'], 'A timestamp is not genuine, or not of this signature, or two are the same.');
    return `${verification.bundle.timestamps.length} of timestamp authorities`;
  },
};
