import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { X509Certificate, type ASN1Obj } from '@sigstore/core';
import { elementsOf, onlyElement } from './der.ts';

/**
 * The library's certificate, which remembers what it worked out.
 *
 * As it comes, it writes itself to DER again for each comparison and each signature: 62 % of a verification. This one
 * keeps the bytes it was made of. Remembered is only what depends on the certificate itself and, for a signature, on
 * the one issuer it was checked against; times are compared anew each time.
 */
export class FastCertificate extends X509Certificate {
  readonly der: Buffer;
  readonly key: KeyObject;
  readonly #toBeSigned: Buffer;
  readonly #extensions: ASN1Obj[];
  readonly #signedBy = new WeakMap<X509Certificate, boolean>();
  readonly #publicKey: Buffer;
  readonly #subject: Buffer;
  readonly #issuer: Buffer;
  readonly #notBefore: Date;
  readonly #notAfter: Date;
  readonly #isCA: boolean;
  readonly #basicConstraints: X509Certificate['extBasicConstraints'];
  readonly #authorityKeyId: X509Certificate['extAuthorityKeyID'];
  readonly #subjectKeyId: X509Certificate['extSubjectKeyID'];

  /** @throws whatever the library throws for bytes that are no certificate; `RangeError` when they are not DER. */
  constructor(der: Uint8Array) {
    const bytes = Buffer.from(der);
    super(parse(bytes).root);
    this.der = bytes;
    this.#extensions = super.extensions;
    this.#extensions.forEach(rememberIdentifier);
    this.#toBeSigned = toBeSignedOf(bytes);
    this.#publicKey = super.publicKey;
    this.key = createPublicKey({ key: this.#publicKey, format: 'der', type: 'spki' });
    this.#subject = super.subject;
    this.#issuer = super.issuer;
    this.#notBefore = super.notBefore;
    this.#notAfter = super.notAfter;
    this.#basicConstraints = super.extBasicConstraints;
    this.#isCA = super.isCA;
    this.#authorityKeyId = super.extAuthorityKeyID;
    this.#subjectKeyId = super.extSubjectKeyID;
  }

  /** The certificate without its signature, as it was signed. */
  get toBeSigned(): Buffer {
    return this.#toBeSigned;
  }

  override get extensions(): ASN1Obj[] {
    return this.#extensions;
  }

  override get publicKey(): Buffer {
    return this.#publicKey;
  }

  override get subject(): Buffer {
    return this.#subject;
  }

  override get issuer(): Buffer {
    return this.#issuer;
  }

  override get notBefore(): Date {
    return this.#notBefore;
  }

  override get notAfter(): Date {
    return this.#notAfter;
  }

  override get isCA(): boolean {
    return this.#isCA;
  }

  override get extBasicConstraints(): X509Certificate['extBasicConstraints'] {
    return this.#basicConstraints;
  }

  override get extAuthorityKeyID(): X509Certificate['extAuthorityKeyID'] {
    return this.#authorityKeyId;
  }

  override get extSubjectKeyID(): X509Certificate['extSubjectKeyID'] {
    return this.#subjectKeyId;
  }

  override equals(other: X509Certificate): boolean {
    return other instanceof FastCertificate ? this.der.equals(other.der) : super.equals(other);
  }

  override verify(issuer?: X509Certificate): boolean {
    const by = issuer ?? this;
    const known = this.#signedBy.get(by);
    if (known !== undefined) return known;
    const key = by instanceof FastCertificate ? by.key : createPublicKey({ key: by.publicKey, format: 'der', type: 'spki' });
    const result = verifies(this.signatureAlgorithm, this.#toBeSigned, key, this.signatureValue);
    this.#signedBy.set(by, result);
    return result;
  }
}

/**
 * The library finds out by trial and error whether there is DER inside an octet string; most of a parse's time would go
 * into the stack traces of errors it catches itself.
 */
function parse(der: Buffer<ArrayBuffer>): X509Certificate {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return X509Certificate.parse(der);
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** The library decodes the identifiers of all extensions, bit by bit, each time it looks for one of them. */
function rememberIdentifier(extension: ASN1Obj): void {
  const [identifier] = extension.subs;
  if (identifier === undefined) return;
  const text = identifier.toOID();
  identifier.toOID = () => text;
}

function toBeSignedOf(der: Buffer): Buffer {
  const [toBeSigned] = elementsOf(onlyElement(der).content);
  if (toBeSigned === undefined) throw new RangeError('DER: empty certificate');
  return toBeSigned.bytes;
}

/** The library knows no name for the algorithm of Ed25519, whose keys allow no other; any other unknown one is a no. */
function verifies(algorithm: string | undefined, data: Buffer, key: KeyObject, signature: Buffer): boolean {
  if (algorithm === undefined && key.asymmetricKeyType !== 'ed25519') return false;
  try {
    // OpenSSL throws instead of answering when key and algorithm do not belong together.
    return verify(algorithm, data, key, signature);
  } catch {
    return false;
  }
}
