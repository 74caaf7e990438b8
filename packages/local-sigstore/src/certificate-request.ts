import type { KeyObject } from 'node:crypto';
import type { CertificateLog } from './certificate-log.ts';

/** One extension, by its bytes. */
export interface CertificateExtension {
  readonly oid: string;
  /** DER inside the extension's OCTET STRING, or, for the oldest Fulcio extensions, bare text. */
  readonly value: Uint8Array;
  /** Default false. */
  readonly critical?: boolean;
}

/** A bit of the key usage extension. */
export type KeyUsageName = 'digitalSignature' | 'nonRepudiation' | 'keyEncipherment' | 'keyAgreement' | 'keyCertSign' | 'cRLSign';

/** What a certificate shall say. Every default is what Fulcio does; everything else is for forgeries. */
export interface CertificateRequest {
  readonly publicKey: KeyObject;
  /** Default: no such extension. */
  readonly subjectAlternativeName?: { readonly type: 'email' | 'uri'; readonly value: string };
  /** Written after the subject alternative name, in this order. Default none. */
  readonly extensions?: readonly CertificateExtension[];
  /** Default: the authority's now. */
  readonly notBefore?: Date;
  /** Default: ten minutes after `notBefore`. */
  readonly notAfter?: Date;
  /** Bits of the key usage extension; `undefined` leaves it out. Default `['digitalSignature']`. */
  readonly keyUsages?: readonly KeyUsageName[] | undefined;
  /** OIDs of the extended key usage extension; `undefined` leaves it out. Default: code signing. */
  readonly extendedKeyUsages?: readonly string[] | undefined;
  /** Adds basic constraints that make it an authority. Default false. */
  readonly certificateAuthority?: boolean;
  /** Logs whose SCTs are embedded; empty for none. Default: the authority's own. */
  readonly certificateLogs?: readonly CertificateLog[];
}
