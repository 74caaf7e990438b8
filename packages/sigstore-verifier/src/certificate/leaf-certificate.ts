import { ASN1Obj, X509Certificate } from '@sigstore/core';
import { elementsOf, encodeElement, firstElement, onlyElement } from './der.ts';
import { FastCertificate } from './fast-certificate.ts';
import { extensionOid, oidText } from './oid.ts';

/** One extension of a certificate. */
export interface CertificateExtension {
  readonly oid: string;
  readonly critical: boolean;
  /** The content of its octet string. */
  readonly value: Buffer;
  /** All its bytes. */
  readonly bytes: Buffer;
}

const extensionsTag = 0xa3;
const sequenceTag = 0x30;

/** The signing certificate: a {@link FastCertificate} whose extensions are listed, and whose precertificate is remembered. */
export class LeafCertificate extends FastCertificate {
  /** In order, doubled ones included. */
  readonly certificateExtensions: readonly CertificateExtension[];
  readonly #byOid: ReadonlyMap<string, CertificateExtension>;
  #preCertificate: Buffer | undefined;

  constructor(der: Uint8Array) {
    super(der);
    this.certificateExtensions = extensionsOf(this.toBeSigned);
    this.#byOid = new Map(this.certificateExtensions.map((extension) => [extension.oid, extension]));
  }

  /** The value of an extension; of the last one, where it is doubled (which a check of its own refuses). */
  extensionValue(oid: string): Buffer | undefined {
    return this.#byOid.get(oid)?.value;
  }

  /** What a certificate transparency log signed: the certificate without signature and without the log's own timestamps. */
  get preCertificate(): Buffer {
    this.#preCertificate ??= withoutTimestamps(this.toBeSigned);
    return this.#preCertificate;
  }

  /** The library clones a certificate only to take the timestamps out and write the rest to DER; the rest is remembered. */
  override clone(): X509Certificate {
    return new PreCertificate(this);
  }
}

class PreCertificate extends X509Certificate {
  readonly #extensions: ASN1Obj[];
  readonly #toBeSigned: ASN1Obj;

  constructor(leaf: LeafCertificate) {
    super(leaf.root);
    // The library removes the timestamps from this list, so it gets its own.
    this.#extensions = [...leaf.extensions];
    this.#toBeSigned = new KnownBytes(leaf.tbsCertificate, leaf);
  }

  override get extensions(): ASN1Obj[] {
    return this.#extensions;
  }

  override get tbsCertificate(): ASN1Obj {
    return this.#toBeSigned;
  }
}

class KnownBytes extends ASN1Obj {
  readonly #leaf: LeafCertificate;

  constructor(original: ASN1Obj, leaf: LeafCertificate) {
    super(original.tag, original.value, original.subs);
    this.#leaf = leaf;
  }

  override toDER(): Buffer<ArrayBuffer> {
    return Buffer.from(this.#leaf.preCertificate);
  }
}

function extensionsOf(toBeSigned: Buffer): readonly CertificateExtension[] {
  const wrapper = elementsOf(onlyElement(toBeSigned).content).find((element) => element.tag === extensionsTag);
  if (wrapper === undefined) return [];
  return elementsOf(onlyElement(wrapper.content).content).map((extension) => {
    const [oid, ...others] = elementsOf(extension.content);
    const value = others.at(-1);
    if (oid?.tag !== 0x06 || value?.tag !== 0x04 || others.length > 2) throw new RangeError('DER: not an extension');
    const flag = others.length === 2 ? others[0] : undefined;
    if (flag !== undefined && !flag.bytes.equals(Buffer.from([0x01, 0x01, 0xff]))) throw new RangeError('DER: critical flag not in DER');
    return { oid: oidText(oid.content), critical: flag !== undefined, value: value.content, bytes: extension.bytes };
  });
}

function withoutTimestamps(toBeSigned: Buffer): Buffer {
  const parts = elementsOf(onlyElement(toBeSigned).content).map((element) => {
    if (element.tag !== extensionsTag) return element.bytes;
    const kept = elementsOf(onlyElement(element.content).content)
      .map((extension) => extension.bytes)
      .filter((bytes) => oidText(firstElement(onlyElement(bytes).content).content) !== extensionOid.signedCertificateTimestamps);
    return encodeElement(extensionsTag, encodeElement(sequenceTag, ...kept));
  });
  return encodeElement(sequenceTag, ...parts);
}
