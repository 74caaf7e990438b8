import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { createHttpClient, type HttpClientOptions } from '../src/index.ts';
import { authority, certificate, key } from './certificates.ts';

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A server that answers with the protocol that was agreed on and the name on the client's certificate. */
async function startTlsServer(): Promise<number> {
  const server = createHttpsServer({ cert: certificate, key, requestCert: true, rejectUnauthorized: false, ca: authority, ALPNProtocols: ['h2', 'http/1.1'] }, (request, response) => {
    const socket = request.socket as TLSSocket;
    response.end(`${request.httpVersion} ${socket.alpnProtocol} ${socket.getPeerCertificate().subject?.CN ?? 'nobody'}`);
  });
  onTestFinished(() => server.closeAllConnections());
  return portOf(server);
}

/** A proxy that leads every CONNECT to one port of this machine and writes down what was asked of it. */
async function startProxy(target: number): Promise<{ readonly port: number; readonly seen: string[] }> {
  const seen: string[] = [];
  const server = createTcpServer((client) => {
    client.on('error', () => undefined).once('data', (head) => {
      seen.push(head.toString('latin1'));
      const upstream = connect(target, '127.0.0.1', () => client.write('HTTP/1.1 200 Connection established\r\n\r\n'));
      upstream.on('error', () => client.destroy());
      client.pipe(upstream).pipe(client);
    });
  });
  return { port: await portOf(server), seen };
}

function clientWith(options: HttpClientOptions): ReturnType<typeof createHttpClient> {
  const client = createHttpClient({ env: {}, ...options });
  onTestFinished(() => client.close());
  return client;
}

test('a server that no known authority vouches for is not believed', async () => {
  const url = new URL(`https://127.0.0.1:${await startTlsServer()}/`);

  const client = clientWith({ sleep: async () => Promise.reject(new Error('There is no use in trying again.')) });

  await expect(client.request({ url })).rejects.toMatchObject({ code: 'HTTP_UNREACHABLE', message: expect.stringMatching(/certificate/i) as string });
});

test('authorities that are given are added, and the protocol is HTTP/1.1', async () => {
  const url = new URL(`https://localhost:${await startTlsServer()}/`);

  const response = await clientWith({ certificateAuthorities: [authority] }).request({ url });

  expect(response.text()).toBe('1.1 http/1.1 nobody');
});

test('a client certificate is shown to a server that asks', async () => {
  const url = new URL(`https://localhost:${await startTlsServer()}/`);

  const response = await clientWith({ certificateAuthorities: [authority], clientCertificate: { certificate, key } }).request({ url });

  expect(response.text()).toBe('1.1 http/1.1 index.test');
});

test('behind a proxy the server is checked just the same, and the proxy learns its own password only', async () => {
  const proxy = await startProxy(await startTlsServer());
  const env = { HTTPS_PROXY: `http://someone:p%40ss@127.0.0.1:${proxy.port}` };
  const url = new URL('https://index.test/path');

  const response = await clientWith({ env, certificateAuthorities: [authority] }).request({ url, headers: { authorization: 'Basic c2VjcmV0' } });
  const distrusting = clientWith({ env }).request({ url, retries: 0 });

  expect(response.text()).toBe('1.1 http/1.1 nobody');
  await expect(distrusting).rejects.toMatchObject({ code: 'HTTP_UNREACHABLE' });
  expect(proxy.seen[0]).toMatch(/^CONNECT index\.test:443 HTTP\/1\.1\r\n/);
  expect(proxy.seen[0]).toContain(`proxy-authorization: Basic ${Buffer.from('someone:p@ss').toString('base64')}`);
  expect(proxy.seen[0]).not.toContain('c2VjcmV0');
});
