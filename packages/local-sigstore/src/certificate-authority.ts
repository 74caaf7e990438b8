// oxlint-disable-next-line import/no-unassigned-import -- the X.509 library does not load without it
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  PublicKey,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  type X509Certificate,
} from '@peculiar/x509';
import { SCT_LIST_OID, sctListExtension, type CertificateLog } from './certificate-log.ts';
import type { CertificateRequest } from './certificate-request.ts';
import { CODE_SIGNING, leafExtensions } from './leaf-extensions.ts';
import { POISON_OID } from './precertificate.ts';

/** Lifetime of a Fulcio certificate in milliseconds. */
export const CERTIFICATE_LIFETIME_MS: number = 10 * 60 * 1000;

/** A certificate that was issued. */
export interface IssuedCertificate {
  readonly der: Uint8Array;
  /** With a final newline. */
  readonly pem: string;
  /** Leaf, intermediate, root. */
  readonly chainPem: readonly string[];
}

/** A root, an intermediate below it, and what the intermediate signs. */
export interface CertificateAuthority {
  /** DER of intermediate and root, in this order. */
  readonly chain: readonly Uint8Array[];
  /** The names on the certificates. */
  readonly organization: string;
  readonly commonName: string;
  issue(request: CertificateRequest): Promise<IssuedCertificate>;
}

/** How an authority is made. */
export interface CertificateAuthorityOptions {
  /** Whose SCTs certificates carry unless a request says otherwise. Default: none. */
  readonly certificateLog?: CertificateLog;
  /** Default `ropewalk.localhost`. */
  readonly organization?: string;
  /** Common name of the root; the intermediate's is this and `-intermediate`. Default `ropewalk`. */
  readonly commonName?: string;
  /** Default: the real clock. */
  readonly now?: () => Date;
  /** How long the authority's own certificates were valid before now, in milliseconds. Default one hour. */
  readonly backdateMs?: number;
}

const P384 = { name: 'ECDSA', namedCurve: 'P-384' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-384' } as const;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Makes an authority with P-384 keys that never leave memory. */
export async function createCertificateAuthority(
  options: CertificateAuthorityOptions = {},
): Promise<CertificateAuthority> {
  const { organization = 'ropewalk.localhost', commonName = 'ropewalk', certificateLog } = options;
  const now = options.now ?? (() => new Date());
  const start = new Date(now().getTime() - (options.backdateMs ?? 60 * 60 * 1000));
  const root = await issuerOf(organization, commonName, { start });
  const intermediate = await issuerOf(organization, `${commonName}-intermediate`, { start, parent: root });
  const chain = [intermediate.certificate, root.certificate];

  return {
    chain: chain.map((certificate) => new Uint8Array(certificate.rawData)),
    organization,
    commonName,
    async issue(request) {
      const publicKey = new PublicKey(request.publicKey.export({ type: 'spki', format: 'der' }));
      const notBefore = request.notBefore ?? now();
      const fields = {
        serialNumber: randomSerialNumber(),
        issuer: intermediate.name,
        notBefore,
        notAfter: request.notAfter ?? new Date(notBefore.getTime() + CERTIFICATE_LIFETIME_MS),
        publicKey,
        signingKey: intermediate.keys.privateKey,
        signingAlgorithm: SIGNING,
      };
      const sign = (extensions: Extension[]) => X509CertificateGenerator.create({ ...fields, extensions }, crypto);
      const extensions = await leafExtensions(request, publicKey, intermediate.keys.publicKey);
      const logs = request.certificateLogs ?? (certificateLog === undefined ? [] : [certificateLog]);
      if (logs.length === 0) return issuedOf(await sign(extensions), chain);

      const poison = new Extension(POISON_OID, true, Buffer.from([5, 0]));
      const precertificate = new Uint8Array((await sign([...extensions, poison])).rawData);
      const issuerKey = new Uint8Array(intermediate.certificate.publicKey.rawData);
      const scts = logs.map((log) => log.addPrecertificate(precertificate, issuerKey));
      const sctList = new Extension(SCT_LIST_OID, false, Buffer.from(sctListExtension(scts)));
      return issuedOf(await sign([...extensions, sctList]), chain);
    },
  };
}

interface Issuer {
  readonly name: Name;
  readonly keys: CryptoKeyPair;
  readonly certificate: X509Certificate;
}

async function issuerOf(
  organization: string,
  commonName: string,
  options: { readonly start: Date; readonly parent?: Issuer },
): Promise<Issuer> {
  const { start, parent } = options;
  const name = new Name([{ O: [{ printableString: organization }] }, { CN: [{ printableString: commonName }] }]);
  const keys = await crypto.subtle.generateKey(P384, true, ['sign', 'verify']);
  const authority = new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true);
  const keyIdentifier = await SubjectKeyIdentifierExtension.create(keys.publicKey, false, crypto);
  const extensions =
    parent === undefined
      ? [new BasicConstraintsExtension(true, undefined, true), authority, keyIdentifier]
      : [
          new BasicConstraintsExtension(true, 0, true),
          authority,
          new ExtendedKeyUsageExtension([CODE_SIGNING]),
          keyIdentifier,
          await AuthorityKeyIdentifierExtension.create(parent.keys.publicKey, false, crypto),
        ];
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: randomSerialNumber(),
      subject: name,
      issuer: parent?.name ?? name,
      notBefore: start,
      notAfter: new Date(start.getTime() + (parent === undefined ? 3650 : 3000) * DAY_MS),
      publicKey: keys.publicKey,
      signingKey: (parent ?? { keys }).keys.privateKey,
      signingAlgorithm: SIGNING,
      extensions,
    },
    crypto,
  );
  return { name, keys, certificate };
}

/** 158 random bits, positive and never shorter than 20 bytes. */
function randomSerialNumber(): string {
  const bytes = randomBytes(20);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}

function issuedOf(certificate: X509Certificate, chain: readonly X509Certificate[]): IssuedCertificate {
  const pem = pemOf(certificate);
  return { der: new Uint8Array(certificate.rawData), pem, chainPem: [pem, ...chain.map(pemOf)] };
}

function pemOf(certificate: X509Certificate): string {
  return `${certificate.toString('pem').trim()}\n`;
}
