import { createServer as createProxy } from 'node:http';
import { createServer, type Server } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { plainKey, tlsCertificate } from './pki.ts';

/** The issuers' production addresses, answered on loopback. */
export interface IssuerFront {
  /** For `HTTPS_PROXY`: every connection through it ends at the front. */
  readonly proxyUrl: URL;
  /** PEM of the authority to trust. */
  readonly authorityPem: string;
  close(): Promise<void>;
}

/**
 * Answers OpenID discovery for every host that is asked for, each as an issuer of its own. The keys are those of the CI
 * system on loopback, or none at all for issuers that it does not play.
 *
 * @param hosts - Names the TLS certificate must cover.
 * @param keySets - From issuer to the address of its keys.
 */
export async function startIssuerFront(hosts: readonly string[], keySets: ReadonlyMap<string, URL>): Promise<IssuerFront> {
  const { authority, server } = await tlsCertificate(hosts);
  const discovery = '/.well-known/openid-configuration';
  const front = createServer({ key: plainKey(server), cert: server.certificate.toString('pem') }, (request, response) => {
    const [host = '', path = ''] = [request.headers.host?.replace(/:443$/, ''), request.url];
    const issuer = `https://${host}${path.endsWith(discovery) ? path.slice(0, -discovery.length) : ''}`;
    const answer = path.endsWith(discovery)
      ? {
          issuer,
          jwks_uri: keySets.get(issuer)?.href ?? `${issuer}/no-keys`,
          response_types_supported: ['id_token'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        }
      : { keys: [] };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  const port = await listen(front);
  const proxy = createProxy((_request, response) => response.writeHead(405).end());
  // A server forgets the connections it has handed over: these are ended here.
  const tunnels = new Set<Duplex>();
  proxy.on('connect', (_request, client, head) => {
    tunnels.add(client);
    client.once('close', () => tunnels.delete(client));
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });
  const proxyPort = await listen(proxy);
  return {
    proxyUrl: new URL(`http://127.0.0.1:${proxyPort}`),
    authorityPem: authority.certificate.toString('pem'),
    async close() {
      for (const tunnel of tunnels) tunnel.destroy();
      await Promise.all([end(front), end(proxy)]);
    },
  };
}

async function listen(server: Server | ReturnType<typeof createProxy>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Listening on an address and not on a pipe, so it has a port.
  return (server.address() as AddressInfo).port;
}

async function end(server: Server | ReturnType<typeof createProxy>): Promise<void> {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
}
