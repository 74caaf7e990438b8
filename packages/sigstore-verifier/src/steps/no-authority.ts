import { extensionOid } from '../certificate/oid.ts';
import { refuse } from '../refuse.ts';
import type { Step } from '../verification.ts';

/** An empty sequence, and one that spells out `cA FALSE`. */
const endEntity: ReadonlySet<string> = new Set(['3000', '3003010100']);

/** The signing certificate is not that of an authority. */
export const noAuthority: Step = {
  code: 'CERTIFICATE_NOT_CA',
  title: "the certificate is not an authority's",
  ofCertificate: true,
  check({ leaf }) {
    const value = leaf().extensionValue(extensionOid.basicConstraints);
    if (value === undefined || endEntity.has(value.toString('hex'))) return 'end entity';
    throw refuse('CERTIFICATE_IS_CA', 'The signing certificate is that of a certificate authority.', { actual: value.toString('hex') });
  },
};
