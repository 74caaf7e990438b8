import { getCACertificates } from 'node:tls';

/**
 * The certificate authorities a server may be vouched for by: Node's own (with `NODE_EXTRA_CA_CERTS`), those of the
 * operating system, where companies put the one of their proxy, and the ones given. Nothing replaces anything.
 *
 * @param extra - Certificates as PEM text, any number per text.
 */
export function trustedAuthorities(extra: readonly string[]): string[] {
  return [...new Set([...getCACertificates('default'), ...systemAuthorities(), ...extra])];
}

function systemAuthorities(): readonly string[] {
  try {
    return getCACertificates('system');
  } catch {
    // A store that cannot be read leaves the other authorities in force; it can only take trust away.
    return [];
  }
}
