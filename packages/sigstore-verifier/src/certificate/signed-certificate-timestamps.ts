import { onlyElement } from './der.ts';
import type { LeafCertificate } from './leaf-certificate.ts';
import { extensionOid } from './oid.ts';

/** When a certificate transparency log promised to publish the certificate. */
export interface SignedCertificateTimestamp {
  readonly logId: Buffer;
  readonly time: Date;
}

/**
 * Lists the timestamps embedded in a certificate (RFC 6962 section 3.3); their signatures are checked by the library.
 *
 * @throws `RangeError` when the list is malformed.
 */
export function signedCertificateTimestamps(leaf: LeafCertificate): readonly SignedCertificateTimestamp[] {
  const value = leaf.extensionValue(extensionOid.signedCertificateTimestamps);
  if (value === undefined) return [];
  const list = onlyElement(value).content;
  if (list.length < 2 || list.readUInt16BE(0) !== list.length - 2) throw new RangeError('malformed list of timestamps');
  const timestamps: SignedCertificateTimestamp[] = [];
  for (let at = 2; at < list.length; ) {
    const end = at + 2 + list.readUInt16BE(at);
    const entry = list.subarray(at + 2, end);
    // Version, log id and time take 1 + 32 + 8 bytes.
    if (end > list.length || entry.length < 41 || entry[0] !== 0) throw new RangeError('malformed timestamp');
    timestamps.push({ logId: entry.subarray(1, 33), time: new Date(Number(entry.readBigUInt64BE(33))) });
    at = end;
  }
  return timestamps;
}
