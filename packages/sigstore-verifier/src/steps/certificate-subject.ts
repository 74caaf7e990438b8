import { refuse } from '../refuse.ts';
import type { Step } from '../verification.ts';

/** The certificate names exactly one owner, and who vouched for it. */
export const certificateSubject: Step = {
  code: 'CERTIFICATE_SUBJECT',
  title: 'the certificate names one owner and the issuer of its identity',
  ofCertificate: true,
  check({ identity }) {
    const { subjectAlternativeNames, issuer, issuerV1 } = identity();
    const [only, ...others] = subjectAlternativeNames;
    if (only === undefined || others.length > 0) {
      throw refuse('CERTIFICATE_SUBJECT', `The certificate has ${subjectAlternativeNames.length} names, not exactly one.`);
    }
    const vouchedBy = issuer ?? issuerV1;
    if (vouchedBy === undefined) throw refuse('CERTIFICATE_SUBJECT', 'The certificate does not say who vouched for its owner.');
    return `${only.value}, vouched for by ${vouchedBy}`;
  },
};
