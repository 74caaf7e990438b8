import { BlockList, isIP } from 'node:net';

// A BlockList knows IPv4 addresses in their IPv6 spelling (::ffff:127.0.0.1) too.
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

const local = new BlockList();
local.addSubnet('0.0.0.0', 8, 'ipv4');
local.addSubnet('127.0.0.0', 8, 'ipv4');
local.addSubnet('169.254.0.0', 16, 'ipv4');
local.addAddress('::', 'ipv6');
local.addAddress('::1', 'ipv6');
local.addSubnet('fe80::', 10, 'ipv6');
// The metadata server of AWS over IPv6.
local.addAddress('fd00:ec2::254', 'ipv6');

const metadataHosts: ReadonlySet<string> = new Set(['metadata', 'metadata.google.internal', '169.254.169.254']);

/** Tells whether the URL's host is this machine itself: `localhost`, a name below it, 127.0.0.0/8 or ::1. */
export function isLoopbackUrl(url: URL): boolean {
  const host = bareHost(url);
  const family = isIP(host);
  if (family !== 0) return loopback.check(host, family === 6 ? 'ipv6' : 'ipv4');
  return isLocalhostName(host);
}

/** Tells whether the URL's host is the metadata server of a cloud machine, which speaks plain http and no other protocol. */
export function isMetadataUrl(url: URL): boolean {
  return metadataHosts.has(bareHost(url));
}

/**
 * Tells whether the URL's host, by its spelling, is loopback, link-local, unspecified or a metadata server: addresses
 * to which a link from a stranger must not lead. Names are not looked up.
 */
export function isLocalAddressUrl(url: URL): boolean {
  const host = bareHost(url);
  const family = isIP(host);
  if (family !== 0) return local.check(host, family === 6 ? 'ipv6' : 'ipv4');
  return isLocalhostName(host) || metadataHosts.has(host);
}

/** The host without the brackets of IPv6 and without the dot that ends a full name. */
export function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '').toLowerCase();
}

function isLocalhostName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}
