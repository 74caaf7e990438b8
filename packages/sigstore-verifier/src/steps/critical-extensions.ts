import { extensionOid } from '../certificate/oid.ts';
import { refuse } from '../refuse.ts';
import type { Step } from '../verification.ts';

const understood: ReadonlySet<string> = new Set([
  extensionOid.keyUsage,
  extensionOid.extendedKeyUsage,
  extensionOid.basicConstraints,
  extensionOid.subjectAlternativeName,
]);

/** Whoever does not understand a critical extension must refuse the certificate (RFC 5280 section 4.2). */
export const criticalExtensions: Step = {
  code: 'CERTIFICATE_CRITICAL_EXTENSIONS',
  title: 'every critical extension of the certificate is understood',
  ofCertificate: true,
  check({ leaf }) {
    const critical = leaf().certificateExtensions.filter((extension) => extension.critical).map(({ oid }) => oid);
    const unknown = critical.find((oid) => !understood.has(oid));
    if (unknown === undefined) return critical.join(', ') || 'none';
    throw refuse('CERTIFICATE_CRITICAL_EXTENSION', 'The certificate has a critical extension that is not understood.', { actual: unknown });
  },
};
