/// <reference lib="dom" />
// oxlint-disable-next-line import/no-unassigned-import -- the X.509 library does not load without it
import 'reflect-metadata';
import { KeyObject, randomBytes } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  type Extension,
  type X509Certificate,
} from '@peculiar/x509';

/** A certificate with its key. */
export interface Certified {
  readonly certificate: X509Certificate;
  readonly keys: CryptoKeyPair;
}

const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

/** A root and an intermediate of the shapes that the public Fulcio has. */
export async function fulcioAuthority(): Promise<{ readonly root: Certified; readonly intermediate: Certified }> {
  const root = await certify('O=ropewalk.localhost, CN=real', [new BasicConstraintsExtension(true, undefined, true), authorityUsage()]);
  const intermediate = await certify(
    'O=ropewalk.localhost, CN=real-intermediate',
    [new BasicConstraintsExtension(true, 0, true), authorityUsage(), new ExtendedKeyUsageExtension([CODE_SIGNING])],
    root,
  );
  return { root, intermediate };
}

/** A certificate for TLS servers of these names, and the authority to trust for it. */
export async function tlsCertificate(names: readonly string[]): Promise<{ readonly authority: Certified; readonly server: Certified }> {
  const authority = await certify('CN=issuers', [new BasicConstraintsExtension(true, undefined, true), authorityUsage()]);
  const server = await certify(
    'CN=localhost',
    [
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([SERVER_AUTH]),
      new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value }))),
    ],
    authority,
  );
  return { authority, server };
}

/** The private key as encrypted PKCS #8, as Fulcio's file authority wants it. */
export function encryptedKey({ keys }: Certified, passphrase: string): string {
  const key = KeyObject.from(keys.privateKey);
  return key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString();
}

/** The private key as plain PKCS #8. */
export function plainKey({ keys }: Certified): string {
  return KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
}

async function certify(name: string, extensions: readonly Extension[], issuer?: Certified): Promise<Certified> {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-384' }, true, ['sign', 'verify']);
  const signer = issuer ?? { keys, certificate: undefined };
  const serial = randomBytes(19);
  serial[0] = 1;
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: serial.toString('hex'),
      subject: name,
      issuer: signer.certificate?.subject ?? name,
      notBefore: new Date(Date.now() - 3_600_000),
      notAfter: new Date(Date.now() + 30 * 24 * 3_600_000),
      publicKey: keys.publicKey,
      signingKey: signer.keys.privateKey,
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-384' },
      extensions: [
        ...extensions,
        await SubjectKeyIdentifierExtension.create(keys.publicKey, false, crypto),
        ...(issuer === undefined ? [] : [await AuthorityKeyIdentifierExtension.create(issuer.keys.publicKey, false, crypto)]),
      ],
    },
    crypto,
  );
  return { certificate, keys };
}

function authorityUsage(): KeyUsagesExtension {
  return new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true);
}
