import { refuse } from '../refuse.ts';
import type { Step } from '../verification.ts';

/** The certificate is of the exact identity the caller named, compared character by character. */
export const expectedIdentity: Step = {
  code: 'CERTIFICATE_IDENTITY',
  title: 'the certificate is of the identity expected',
  check({ identity, options }) {
    if (options.identity === undefined) return 'left to the caller';
    const { subjectAlternativeName, issuer } = options.identity;
    const { subjectAlternativeNames, issuer: current, issuerV1 } = identity();
    const name = subjectAlternativeNames[0]?.value ?? '';
    if (name !== subjectAlternativeName) {
      throw refuse('CERTIFICATE_IDENTITY', 'The certificate is of another identity.', { expected: subjectAlternativeName, actual: name });
    }
    const vouchedBy = current ?? issuerV1 ?? '';
    if (vouchedBy !== issuer) {
      throw refuse('CERTIFICATE_ISSUER', 'The identity was vouched for by another issuer.', { expected: issuer, actual: vouchedBy });
    }
    return `${name}, vouched for by ${vouchedBy}`;
  },
};
