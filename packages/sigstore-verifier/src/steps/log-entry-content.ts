import { requireLibrary } from '../library-step.ts';
import type { Step } from '../verification.ts';

/** The log entry records this content and this signature. */
export const logEntryContent: Step = {
  code: 'LOG_ENTRY_CONTENT',
  title: 'the log entry is of this content and this signature',
  check(verification) {
    requireLibrary(verification, ['LOG_ENTRY_CONTENT'], 'The log entry is of another content or another signature.');
    return 'digest and signature equal';
  },
};
