import { BlockList, isIP } from 'node:net';
import { HttpError } from '@ropewalk/core';
import { bareHost, isLoopbackUrl, isMetadataUrl } from './addresses.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Finds the proxy that the environment names for a URL: `https_proxy`, `HTTPS_PROXY`, `all_proxy`, `ALL_PROXY` (and
 * `http_proxy`, `HTTP_PROXY` for http), unless `no_proxy` or `NO_PROXY` excepts the host. Loopback and the cloud's
 * metadata server are never asked through a proxy.
 *
 * `NO_PROXY` may hold host names (which cover the names below them), `.suffix`, `*.suffix`, `host:port`, addresses,
 * networks as `10.0.0.0/8`, and `*`.
 *
 * @throws {@link HttpError} `HTTP_FORBIDDEN_URL` when the proxy is not an http or https URL.
 */
export function proxyFor(url: URL, env: Environment): URL | undefined {
  if (isLoopbackUrl(url) || isMetadataUrl(url)) return undefined;
  const setting = proxySetting(url, env);
  if (setting === undefined) return undefined;
  if (isExcepted(url, env['no_proxy'] ?? env['NO_PROXY'] ?? '')) return undefined;
  return parseProxy(setting);
}

function proxySetting(url: URL, env: Environment): { name: string; value: string } | undefined {
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  // HTTP_PROXY can be a request header in CGI programs ("httpoxy"); like curl and Python, it is not believed there.
  const inCgi = env['REQUEST_METHOD'] !== undefined;
  const names = [`${scheme}_proxy`, ...(scheme === 'http' && inCgi ? [] : [`${scheme}_proxy`.toUpperCase()]), 'all_proxy', 'ALL_PROXY'];
  for (const name of names) {
    const value = env[name]?.trim();
    if (value !== undefined && value !== '') return { name, value };
  }
  return undefined;
}

function parseProxy({ name, value }: { name: string; value: string }): URL {
  const url = URL.parse(value.includes('://') ? value : `http://${value}`);
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  throw new HttpError({
    code: 'HTTP_FORBIDDEN_URL',
    message: `The environment variable ${name} does not name a proxy that can be used.`,
    remedy: `Set ${name} to an http:// or https:// URL, or unset it.`,
  });
}

function isExcepted(url: URL, list: string): boolean {
  const host = bareHost(url);
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || matchesEntry(host, port, entry.toLowerCase()));
}

function matchesEntry(host: string, port: string, entry: string): boolean {
  if (entry.includes('/')) return isInNetwork(host, entry);
  const [, name = entry, entryPort] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? [];
  if (entryPort !== undefined && entryPort !== port) return false;
  const bare = name.replace(/^\[|\]$/g, '').replace(/^\*?\./, '').replace(/\.$/, '');
  return bare !== '' && (host === bare || (isIP(host) === 0 && host.endsWith(`.${bare}`)));
}

function isInNetwork(host: string, network: string): boolean {
  const [address = '', prefix = ''] = network.split('/');
  const family = isIP(address);
  const bits = Number(prefix);
  if (family === 0 || isIP(host) !== family || !/^\d+$/.test(prefix) || bits > (family === 4 ? 32 : 128)) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(address, bits, type);
  return list.check(host, type);
}
