import { extensionOid } from '../certificate/oid.ts';
import { refuse } from '../refuse.ts';
import type { Step } from '../verification.ts';

/** A sequence of the one purpose 1.3.6.1.5.5.7.3.3, DER. */
const onlyCodeSigning = Buffer.from('300a06082b06010505070303', 'hex');

/** The certificate is for code signing and nothing else, as Fulcio's are. */
export const extendedKeyUsage: Step = {
  code: 'CERTIFICATE_EXTENDED_KEY_USAGE',
  title: 'the certificate is for code signing',
  ofCertificate: true,
  check({ leaf }) {
    const value = leaf().extensionValue(extensionOid.extendedKeyUsage);
    if (value?.equals(onlyCodeSigning) === true) return 'codeSigning';
    throw refuse('CERTIFICATE_EXTENDED_KEY_USAGE', 'The certificate is not one for code signing alone.', {
      expected: 'codeSigning',
      actual: value === undefined ? 'no extended key usage' : value.toString('hex'),
    });
  },
};
