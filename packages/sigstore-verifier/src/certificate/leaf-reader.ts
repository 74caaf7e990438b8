import { LeafCertificate } from './leaf-certificate.ts';

const remembered = 32;

/**
 * Makes a reader of signing certificates that knows the last ones by all their bytes: one certificate signs all files of
 * a release, and reading it costs as much as verifying with it.
 */
export function leafReader(): (der: Buffer) => LeafCertificate {
  const known = new Map<string, LeafCertificate>();
  return (der) => {
    const bytes = der.toString('latin1');
    const leaf = known.get(bytes) ?? new LeafCertificate(der);
    known.delete(bytes);
    known.set(bytes, leaf);
    const [oldest] = known.keys();
    if (known.size > remembered && oldest !== undefined) known.delete(oldest);
    return leaf;
  };
}
