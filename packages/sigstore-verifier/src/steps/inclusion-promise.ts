import { requireLibrary } from '../library-step.ts';
import type { Step } from '../verification.ts';

/** The log signed its promise over entry, index and time: this is what makes its time count. */
export const inclusionPromise: Step = {
  code: 'INCLUSION_PROMISE',
  title: "the log's promise covers the entry, its index and its time",
  check(verification) {
    requireLibrary(verification, ['INCLUSION_PROMISE'], "The log's promise does not belong to this entry, index and time.");
    const given = verification.bundle.entries.filter((entry) => entry.promise !== undefined).length;
    return given === 0 ? 'none: the time comes from a timestamp authority' : 'signature holds';
  },
};
