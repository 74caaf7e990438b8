/** Object identifiers of certificate extensions that verification reads. */
export const extensionOid = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAlternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  signedCertificateTimestamps: '1.3.6.1.4.1.11129.2.4.2',
} as const;

/** The arc of Fulcio's own extensions, with a dot at its end. */
export const fulcioArc = '1.3.6.1.4.1.57264.1.';

/** Writes the content of a DER object identifier in dots. @throws `RangeError` */
export function oidText(content: Buffer): string {
  const arcs: number[] = [];
  let value = 0;
  for (const byte of content) {
    if (value > 0x1f_ffff_ffff) throw new RangeError('DER: object identifier arc too large');
    value = value * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(value);
    value = 0;
  }
  const [first = 0, ...others] = arcs;
  if (content.length === 0 || (content.at(-1) ?? 0) >= 0x80) throw new RangeError('DER: object identifier is cut off');
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...others].join('.');
}
