import type { CertificateIdentity, Mismatch } from '@ropewalk/core';

/** Finds statements of a certificate that do not agree with each other. What is absent cannot contradict. */
export function contradictions(certificate: CertificateIdentity): readonly Mismatch[] {
  const { issuer, issuerV1, sourceRepositoryUri: repository, sourceRepositoryOwnerUri: owner, runInvocationUri: run } = certificate;
  return [
    ...differs('issuer, old form', issuer, issuerV1),
    ...nameContradictions(certificate),
    ...differs('owner of the source repository', parentOf(repository), owner),
    ...liesOutside('run', repository === undefined ? undefined : `${repository}/actions/runs`, run),
  ];
}

/** Fulcio writes one name, and it is the address of the workflow that signed. */
function nameContradictions({ subjectAlternativeNames: names, buildSignerUri: signer }: CertificateIdentity): readonly Mismatch[] {
  const [name, ...more] = names;
  if (name === undefined || more.length > 0 || name.type !== 'uri') {
    const actual = names.map(({ type, value }) => `${type}:${value}`).join(', ');
    return [contradiction('name in the certificate', 'one address of a workflow', actual === '' ? undefined : actual)];
  }
  if (signer !== undefined && isNameOf(name.value, signer)) return [];
  return differs('name in the certificate', signer, name.value);
}

/** Whether a name is this address. Fulcio percent-encodes in the name what no URI may hold, such as blanks and umlauts, and nowhere else. */
function isNameOf(name: string, address: string): boolean {
  return name === address || (name.includes('%') && [address, decoded(address)].includes(decoded(name)));
}

/** The text without its percent-encoding; as it is, when that is malformed. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function differs(subject: string, expected: string | undefined, actual: string | undefined): readonly Mismatch[] {
  if (expected === undefined || actual === undefined || expected === actual) return [];
  return [contradiction(subject, expected, actual)];
}

function parentOf(uri: string | undefined): string | undefined {
  return uri?.slice(0, uri.lastIndexOf('/'));
}

function liesOutside(subject: string, parent: string | undefined, actual: string | undefined): readonly Mismatch[] {
  if (parent === undefined || actual === undefined || actual.startsWith(`${parent}/`)) return [];
  return [contradiction(subject, `something below ${parent}/`, actual)];
}

function contradiction(subject: string, expected: string, actual: string | undefined): Mismatch {
  return { code: 'CERTIFICATE_CONTRADICTION', subject, expected, actual };
}
