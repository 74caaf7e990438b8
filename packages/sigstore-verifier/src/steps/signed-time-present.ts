import { refuse } from '../refuse.ts';
import type { Step } from '../verification.ts';

/** Certificates live for ten minutes, so somebody trusted has to say when the signature was made. */
export const signedTimePresent: Step = {
  code: 'SIGNED_TIME',
  title: 'somebody trusted states when it was signed',
  check({ bundle, options, times }) {
    const missing = options.profile === 'pep740' && bundle.entries.some((entry) => entry.promise === undefined || entry.integratedTime === 0);
    if (missing || times().length === 0) {
      throw refuse('SIGNED_TIME_MISSING', 'No time is stated that can be verified: the log gives no promise and there is no timestamp.');
    }
    return times().map(({ source, time }) => `${time.toISOString()} (${source})`).join(', ');
  },
};
