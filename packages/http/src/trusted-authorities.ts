import type { getCACertificates } from 'node:tls';

/**
 * The certificate authorities a server may be vouched for by: Node's own (with `NODE_EXTRA_CA_CERTS`), those of the
 * operating system, where companies put the one of their proxy, and the ones given. Nothing replaces anything.
 *
 * @param extra - Certificates as PEM text, any number per text.
 */
export async function trustedAuthorities(extra: readonly string[]): Promise<string[]> {
  // Loaded here only: Node parses all certificates as soon as the module is loaded, which plain http has no use for.
  const { getCACertificates } = await import('node:tls');
  return [...new Set([...getCACertificates('default'), ...systemAuthorities(getCACertificates), ...extra])];
}

function systemAuthorities(read: typeof getCACertificates): readonly string[] {
  try {
    return read('system');
  } catch {
    // A store that cannot be read leaves the other authorities in force; it can only take trust away.
    return [];
  }
}
