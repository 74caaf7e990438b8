import { refuse } from '../refuse.ts';
import type { Step } from '../verification.ts';
import { holds } from '../trust/window.ts';

/** The trusted root knows an authority for every time of signing. PyPI's verifier ignores these windows. */
export const authorityValidity: Step = {
  code: 'AUTHORITY_VALIDITY',
  title: 'the trusted root has an authority for that time',
  check({ times, trust }) {
    const { certificateAuthorities } = trust.root.material;
    for (const { time } of times()) {
      if (certificateAuthorities.some(({ validFor }) => holds(validFor, time))) continue;
      throw refuse('AUTHORITY_VALIDITY', 'No certificate authority of the trusted root was valid when it was signed.', { actual: time.toISOString() });
    }
    return `${certificateAuthorities.length} known`;
  },
};
