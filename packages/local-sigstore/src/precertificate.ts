import { ASN1Obj } from '@sigstore/core';

/** OID of the critical extension that makes a precertificate useless as a certificate (RFC 6962, section 3.1). */
export const POISON_OID = '1.3.6.1.4.1.11129.2.4.3';

const EXTENSIONS_TAG = 3;

/**
 * Takes the poison out of a precertificate.
 *
 * @param precertificate - DER.
 * @returns The TBSCertificate that the final certificate will have, but for its SCTs: what a log signs.
 */
export function withoutPoison(precertificate: Uint8Array): Uint8Array {
  const tbs = ASN1Obj.parseBuffer(Buffer.from(precertificate)).subs[0];
  const extensions = tbs?.subs.find((field) => field.tag.isContextSpecific(EXTENSIONS_TAG))?.subs[0]?.subs;
  const poison = extensions?.findIndex((extension) => extension.subs[0]?.toOID() === POISON_OID) ?? -1;
  if (tbs === undefined || extensions === undefined || poison === -1) {
    throw new TypeError('A log takes precertificates only: this certificate has no poison extension.');
  }
  extensions.splice(poison, 1);
  return tbs.toDER();
}
