// oxlint-disable-next-line import/no-unassigned-import -- the X.509 library does not load without it
import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type PublicKey,
} from '@peculiar/x509';
import type { CertificateRequest, KeyUsageName } from './certificate-request.ts';

/** OID of the purpose that Fulcio's certificates and their authority are for. */
export const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';

/** The extensions of a leaf, in Fulcio's order; SCTs come after them. */
export async function leafExtensions(
  request: CertificateRequest,
  publicKey: PublicKey,
  issuerKey: CryptoKey,
): Promise<Extension[]> {
  const keyUsages = 'keyUsages' in request ? request.keyUsages : (['digitalSignature'] as const);
  const extendedKeyUsages = 'extendedKeyUsages' in request ? request.extendedKeyUsages : [CODE_SIGNING];
  const name = request.subjectAlternativeName;
  const generalNameType = name?.type === 'email' ? 'email' : 'url';
  return [
    ...(request.certificateAuthority === true ? [new BasicConstraintsExtension(true, undefined, true)] : []),
    ...(keyUsages === undefined ? [] : [new KeyUsagesExtension(flagsOf(keyUsages), true)]),
    ...(extendedKeyUsages === undefined ? [] : [new ExtendedKeyUsageExtension([...extendedKeyUsages])]),
    await SubjectKeyIdentifierExtension.create(publicKey, false, crypto),
    await AuthorityKeyIdentifierExtension.create(issuerKey, false, crypto),
    ...(name === undefined ? [] : [new SubjectAlternativeNameExtension([{ type: generalNameType, value: name.value }], true)]),
    ...(request.extensions ?? []).map(({ oid, value, critical }) => new Extension(oid, critical ?? false, Buffer.from(value))),
  ];
}

function flagsOf(names: readonly KeyUsageName[]): number {
  return names.reduce((flags, name) => flags | KeyUsageFlags[name], 0);
}
