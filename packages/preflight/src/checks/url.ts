import { isIPv6 } from 'node:net';

/**
 * Looks for what makes PyPI refuse an address: it wants http or https and is lenient otherwise. An authority that is none
 * is passed over, a host is not asked for, blanks and a bare `%` are encoded.
 *
 * @see warehouse/utils/http.py, `is_valid_uri`, with rfc3986 2.0, 2026-08
 */
export function findUrlFault(url: string): string | undefined {
  const match = /^(?:(?<scheme>[a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/(?<authority>[^\\/?#]*))?(?<path>[^?#]*)(?:\?(?<query>[^#]*))?/.exec(url);
  const { scheme, authority, path = '', query = '' } = match?.groups ?? {};
  if (scheme === undefined) return 'it does not begin with http:// or https://';
  if (!/^https?$/i.test(scheme)) return `its scheme is ${scheme}, not http or https`;
  if (/[[\]]/.test(path) || /[[\]]/.test(query)) return 'it has square brackets that are not encoded';
  return authority === undefined ? undefined : findAuthorityFault(authority);
}

const authorityPattern =
  /^(?:(?:[A-Za-z0-9._~\-!$&'()*+,;=:]|%[A-Fa-f0-9]{2})+@)?(?<host>(?:%[0-9A-Fa-f]{2}|[!$&'()*+,;=A-Za-z0-9._~-])*|\[[^[\]]+\]):?(?<port>[0-9]{1,5})?$/;

function findAuthorityFault(authority: string): string | undefined {
  const groups = authorityPattern.exec(authority)?.groups;
  if (groups === undefined) return undefined;
  const { host = '', port } = groups;
  if (host.startsWith('[') && !isIPv6(host.slice(1, -1).replace(/%.*/, '')) && !/^\[v[0-9A-Fa-f]+\./.test(host)) return undefined;
  // An authority that looks like an IP address and is none is no authority, and is passed over as well.
  if (/^(?:[0-9]{1,3}\.){3}[0-9]{1,3}$/.test(host) && host.split('.').some((part) => Number(part) > 255)) return undefined;
  return port !== undefined && Number(port) > 65_535 ? `there is no port ${port}` : undefined;
}
