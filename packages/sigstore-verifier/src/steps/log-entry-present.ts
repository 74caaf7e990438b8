import { refuse } from '../refuse.ts';
import type { Step } from '../verification.ts';

/** Nothing counts that is not in a transparency log. */
export const logEntryPresent: Step = {
  code: 'LOG_ENTRY',
  title: 'the signature is in a transparency log',
  check({ bundle }) {
    if (bundle.entries.length === 0) throw refuse('LOG_ENTRY_MISSING', 'The bundle has no transparency log entry.');
    return bundle.entries.map((entry) => `entry ${entry.logIndex}`).join(', ');
  },
};
