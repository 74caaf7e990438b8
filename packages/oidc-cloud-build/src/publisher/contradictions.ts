import type { CertificateIdentity, Mismatch } from '@ropewalk/core';

/** Finds statements of a certificate that do not agree with each other. What is absent cannot contradict. */
export function contradictions(certificate: CertificateIdentity): readonly Mismatch[] {
  const { issuer, issuerV1, subjectAlternativeNames: names, sourceRepositoryUri, buildConfigUri } = certificate;
  const repository = sourceRepositoryUri ?? buildConfigUri;
  return [
    ...(issuer === undefined || issuerV1 === undefined || issuer === issuerV1 ? [] : [contradiction('issuer, old form', issuer, issuerV1)]),
    ...(names.length === 1 ? [] : [contradiction('name in the certificate', 'one e-mail address', names.map((name) => name.value).join(', '))]),
    ...(repository === undefined ? [] : [contradiction('source repository', 'none, for a Google account', repository)]),
  ];
}

function contradiction(subject: string, expected: string, actual: string): Mismatch {
  return { code: 'CERTIFICATE_CONTRADICTION', subject, expected, actual };
}
