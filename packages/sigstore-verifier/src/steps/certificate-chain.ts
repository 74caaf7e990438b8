import { requireLibrary } from '../library-step.ts';
import type { Step } from '../verification.ts';

/** The certificate leads to an authority of the trusted root, at every time of signing. */
export const certificateChain: Step = {
  code: 'CERTIFICATE_CHAIN',
  title: 'the certificate was issued by an authority of the trusted root',
  check(verification) {
    requireLibrary(verification, ['AUTHORITY_VALIDITY'], 'The authority that issued the certificate was no longer, or not yet, trusted when it was signed.');
    requireLibrary(verification, ['CERTIFICATE_CHAIN'], 'The certificate was not issued by an authority of the trusted root.');
    return `serial number ${verification.leaf().serialNumber.toString('hex')}`;
  },
};
