import { requireLibrary } from '../library-step.ts';
import { refuse } from '../refuse.ts';
import type { Step } from '../verification.ts';

/** The log entry records this content and this signature. Nothing the library refused gets past here. */
export const logEntryContent: Step = {
  code: 'LOG_ENTRY_CONTENT',
  title: 'the log entry is of this content and this signature',
  check(verification) {
    requireLibrary(verification, ['LOG_ENTRY_CONTENT'], 'The log entry is of another content or another signature.');
    const { failure } = verification.library();
    if (failure !== undefined) throw refuse('VERIFICATION_FAILED', 'The bundle could not be verified.', { cause: failure.error });
    return 'digest and signature equal';
  },
};
