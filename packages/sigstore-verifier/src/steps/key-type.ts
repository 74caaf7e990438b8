import { refuse } from '../refuse.ts';
import type { Step } from '../verification.ts';

/** The signing key is ECDSA P-256, the one kind PEP 740 has. */
export const keyType: Step = {
  code: 'CERTIFICATE_KEY_TYPE',
  title: 'the key is ECDSA P-256',
  ofCertificate: true,
  check({ leaf }) {
    const { asymmetricKeyType, asymmetricKeyDetails } = leaf().key;
    const actual = [asymmetricKeyType, asymmetricKeyDetails?.namedCurve ?? asymmetricKeyDetails?.modulusLength].filter(Boolean).join(' ');
    if (actual === 'ec prime256v1') return 'P-256';
    throw refuse('CERTIFICATE_KEY_TYPE', "The certificate's key is of a kind that is not accepted.", { expected: 'ec prime256v1', actual });
  },
};
