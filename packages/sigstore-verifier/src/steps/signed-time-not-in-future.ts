import { refuse } from '../refuse.ts';
import type { Step } from '../verification.ts';

const toleranceMs = 5 * 60 * 1000;

/** A time more than five minutes ahead of the clock is no time of signing. */
export const signedTimeNotInFuture: Step = {
  code: 'SIGNED_TIME_NOT_IN_FUTURE',
  title: 'the time of signing is not in the future',
  check({ now, times }) {
    const late = times().find(({ time }) => time.getTime() > now.getTime() + toleranceMs);
    if (late !== undefined) {
      throw refuse('SIGNED_TIME_FUTURE', 'The time of signing lies in the future.', {
        expected: `not after ${now.toISOString()}, give or take five minutes`,
        actual: late.time.toISOString(),
      });
    }
    return `clock at ${now.toISOString()}`;
  },
};
