import { signedCertificateTimestamps, type SignedCertificateTimestamp } from '../certificate/signed-certificate-timestamps.ts';
import type { LeafCertificate } from '../certificate/leaf-certificate.ts';
import { refuse } from '../refuse.ts';
import { holds, windowText } from '../trust/window.ts';
import type { Step } from '../verification.ts';

/** The certificate carries a transparency log's word, of a log in the trusted root whose key was valid at that time. */
export const certificateLogsKnown: Step = {
  code: 'CT_LOG_KNOWN',
  title: 'the certificate names a certificate transparency log of the trusted root',
  ofCertificate: true,
  check({ leaf, trust }) {
    const timestamps = read(leaf());
    if (timestamps.length === 0) throw refuse('CT_PROOF_MISSING', 'The certificate carries no proof of certificate transparency.');
    return timestamps
      .map(({ logId, time }) => {
        const logs = trust.root.material.certificateLogs.filter((log) => logId.equals(log.logId));
        const [first] = logs;
        if (first === undefined) throw refuse('CT_LOG_UNKNOWN', 'The certificate transparency log is not in the trusted root.', { actual: logId.toString('hex') });
        const log = logs.find(({ validFor }) => holds(validFor, time));
        if (log === undefined) {
          throw refuse('CT_LOG_VALIDITY', 'The key of the certificate transparency log was not valid at that time.', {
            expected: windowText(first.validFor),
            actual: time.toISOString(),
          });
        }
        return `${log.baseUrl} at ${time.toISOString()}`;
      })
      .join(', ');
  },
};

function read(leaf: LeafCertificate): readonly SignedCertificateTimestamp[] {
  try {
    return signedCertificateTimestamps(leaf);
  } catch (cause) {
    throw refuse('CT_PROOF', 'The proof of certificate transparency cannot be read.', { cause });
  }
}
