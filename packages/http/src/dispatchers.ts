import type { Dispatcher } from 'undici';
import type { ClientCertificate } from './client-certificate.ts';
import { trustedAuthorities } from './trusted-authorities.ts';
import type { UndiciClients } from './undici-clients.ts';

/** What connections are made with. */
export interface DispatcherOptions {
  readonly certificateAuthorities: readonly string[];
  readonly clientCertificate: ClientCertificate | undefined;
  readonly connectTimeoutMs: number;
}

/** Connection pools, one for direct connections and one per proxy, made when first used. */
export interface Dispatchers {
  get(url: URL, proxy: URL | undefined): Promise<Dispatcher>;
  close(): Promise<void>;
}

/** Makes an empty set of pools. undici is loaded, and the system's certificates are read, by the first use only. */
export function createDispatchers(options: DispatcherOptions): Dispatchers {
  const pools = new Map<string, Promise<Dispatcher>>();
  return {
    get(url, proxy) {
      const key = `${url.protocol}${proxy?.href ?? ''}`;
      const known = pools.get(key);
      if (known !== undefined) return known;
      const made = proxy === undefined ? createAgent(url, options) : createProxyAgent(proxy, options);
      pools.set(key, made);
      return made;
    },
    async close() {
      const made = [...pools.values()];
      pools.clear();
      await Promise.all(made.map(async (pool) => (await pool).close()));
    },
  };
}

// HTTP/2 is off: uploads are slower over it, and the index's message is often in the reason phrase, which it dropped.
const http1 = { allowH2: false } as const;

// undici's own timers are coarse (about a second); the client's deadlines are exact and replace them.
const noTimers = { headersTimeout: 0, bodyTimeout: 0 } as const;

async function loadClients(): Promise<UndiciClients> {
  return (await import('./undici-clients.ts')).undiciClients();
}

async function createAgent(url: URL, options: DispatcherOptions): Promise<Dispatcher> {
  const { Agent } = await loadClients();
  const tls = url.protocol === 'https:' ? await tlsOptions(options) : {};
  return new Agent({ ...http1, ...noTimers, connect: { ...tls, ...http1, timeout: options.connectTimeoutMs } });
}

async function createProxyAgent(proxy: URL, options: DispatcherOptions): Promise<Dispatcher> {
  const { ProxyAgent } = await loadClients();
  const { cert, key, passphrase, ...withoutClient } = await tlsOptions(options);
  return new ProxyAgent({
    ...http1,
    ...noTimers,
    uri: proxy.href,
    connectTimeout: options.connectTimeoutMs,
    requestTls: { ...withoutClient, ...http1, ...(cert === undefined ? {} : { cert, key, passphrase }) },
    proxyTls: { ...withoutClient, ...http1 },
  });
}

interface TlsOptions {
  readonly ca?: string[];
  readonly cert?: string;
  readonly key?: string | undefined;
  readonly passphrase?: string | undefined;
}

async function tlsOptions(options: DispatcherOptions): Promise<TlsOptions> {
  const client = options.clientCertificate;
  return {
    ca: await trustedAuthorities(options.certificateAuthorities),
    ...(client === undefined ? {} : { cert: client.certificate, key: client.key, passphrase: client.passphrase }),
  };
}
