import type { CertificateIdentity, SubjectAlternativeName } from '@ropewalk/core';
import { ASN1Obj, X509Certificate } from '@sigstore/core';
import { X509Certificate as NodeCertificate } from 'node:crypto';

/** The extensions `1.3.6.1.4.1.57264.1.N` that hold a DER string, by their number. */
const members = {
  8: 'issuer',
  9: 'buildSignerUri',
  10: 'buildSignerDigest',
  11: 'runnerEnvironment',
  12: 'sourceRepositoryUri',
  13: 'sourceRepositoryDigest',
  14: 'sourceRepositoryRef',
  15: 'sourceRepositoryIdentifier',
  16: 'sourceRepositoryOwnerUri',
  17: 'sourceRepositoryOwnerIdentifier',
  18: 'buildConfigUri',
  19: 'buildConfigDigest',
  20: 'buildTrigger',
  21: 'runInvocationUri',
  22: 'sourceRepositoryVisibility',
} as const;

/** Reads a certificate on its own, apart from the verifier's code: two readers that agree are worth more than one. */
export function certificateIdentity(encoded: string | Uint8Array): CertificateIdentity {
  const certificate = X509Certificate.parse(new NodeCertificate(encoded).raw);
  const issuerV1 = extensionText(certificate, 1, false);
  const texts = Object.entries(members).flatMap(([number, name]) => {
    const text = extensionText(certificate, Number(number), true);
    return text === undefined ? [] : [[name, text] as const];
  });
  return {
    subjectAlternativeNames: namesIn(certificate),
    ...(issuerV1 === undefined ? {} : { issuerV1 }),
    ...Object.fromEntries(texts),
  };
}

function extensionText(certificate: X509Certificate, number: number, isDer: boolean): string | undefined {
  const value = certificate.extension(`1.3.6.1.4.1.57264.1.${number}`)?.value;
  if (value === undefined) return undefined;
  return (isDer ? ASN1Obj.parseBuffer(Buffer.from(value)).value : value).toString('utf8');
}

function namesIn(certificate: X509Certificate): readonly SubjectAlternativeName[] {
  const extension = certificate.extension('2.5.29.17');
  if (extension === undefined) return [];
  return ASN1Obj.parseBuffer(Buffer.from(extension.value)).subs.map(({ tag, value }) => ({
    type: tag.number === 1 ? 'email' : tag.number === 6 ? 'uri' : 'other',
    value: value.toString('utf8'),
  }));
}
