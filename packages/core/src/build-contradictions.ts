import type { CertificateIdentity, Mismatch } from './publisher.ts';

/** How a CI that signs as a repository's build writes its certificates. */
export interface BuildCertificateForm {
  /** What it calls the file that signs: `workflow`, `pipeline`. */
  readonly signer: string;
  /** Where runs lie below the repository's address: `actions/runs`. */
  readonly runsBelow: string;
}

/** Finds statements of a build's certificate that do not agree with each other. What is absent cannot contradict. */
export function buildContradictions(certificate: CertificateIdentity, { signer, runsBelow }: BuildCertificateForm): readonly Mismatch[] {
  const { issuer, issuerV1, sourceRepositoryUri: repository, sourceRepositoryOwnerUri: owner, runInvocationUri: run } = certificate;
  return [
    ...differs('issuer, old form', issuer, issuerV1),
    ...nameContradictions(certificate, signer),
    ...differs('owner of the source repository', parentOf(repository), owner),
    ...liesOutside('run', repository === undefined ? undefined : `${repository}/${runsBelow}`, run),
  ];
}

/** Fulcio writes one name, and it is the address of the file that signed. */
function nameContradictions({ subjectAlternativeNames: names, buildSignerUri: address }: CertificateIdentity, signer: string): readonly Mismatch[] {
  const [name, ...more] = names;
  if (name === undefined || more.length > 0 || name.type !== 'uri') {
    const actual = names.map(({ type, value }) => `${type}:${value}`).join(', ');
    return [contradiction('name in the certificate', `one address of a ${signer}`, actual === '' ? undefined : actual)];
  }
  if (address !== undefined && isNameOf(name.value, address)) return [];
  return differs('name in the certificate', address, name.value);
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
