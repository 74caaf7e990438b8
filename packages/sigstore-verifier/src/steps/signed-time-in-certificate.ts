import { refuse } from '../refuse.ts';
import type { Step } from '../verification.ts';

/** The certificate was valid at every time stated, both ends included. */
export const signedTimeInCertificate: Step = {
  code: 'SIGNED_TIME_IN_CERTIFICATE',
  title: 'it was signed while the certificate was valid',
  check({ leaf, times }) {
    const { notBefore, notAfter } = leaf();
    const window = `${notBefore.toISOString()} to ${notAfter.toISOString()}`;
    for (const { time } of times()) {
      if (notBefore <= time && time <= notAfter) continue;
      throw refuse('SIGNED_TIME_OUTSIDE_CERTIFICATE', 'It was signed while the certificate was not valid.', {
        expected: window,
        actual: time.toISOString(),
      });
    }
    return window;
  },
};
