import { afterAll, describe, expect, test } from 'vitest';
import { createHttpClient } from '../src/index.ts';
import { startServer } from './loopback-server.ts';

const http = createHttpClient({ env: {} });
afterAll(() => http.close());

const password = 'S3cret@"Word9';
const basic = `Basic ${Buffer.from(`alice:${password}`).toString('base64')}`;

describe('a server that repeats the credential it was sent', () => {
  test.each([
    ['the reason phrase', (secret: string) => ({ reason: `no ${secret}`, location: '/', body: '' })],
    ['a header', (secret: string) => ({ reason: 'no', location: `/${encodeURIComponent(secret)}`, body: '' })],
    ['the body', (secret: string) => ({ reason: 'no', location: '/', body: `you sent ${secret}` })],
    ['JSON', (secret: string) => ({ reason: 'no', location: '/', body: JSON.stringify({ message: secret }) })],
  ])('is quoted without it: in %s', async (_place, answer) => {
    for (const [authorization, secret] of [[basic, `alice:${password}`], [basic, basic], ['bearer 0123456789abcdef', '0123456789abcdef']] as const) {
      const { reason, location, body } = answer(secret);
      const server = await startServer((_request, response) => response.writeHead(403, reason, { location }).end(body));

      const response = await http.request({ url: server.url, method: 'POST', headers: { authorization } });

      const said = [response.statusText, JSON.stringify(response.headers), response.text()].join('\n');
      expect(said).toContain('[hidden]');
      expect(said).not.toMatch(/S3cret|Word9|QHNlY3|0123456789abcdef/);
      expect(said).not.toContain(basic.slice('Basic '.length).replace(/=+$/, ''));
    }
  });

  test('is quoted without it where JSON escapes it', async () => {
    const server = await startServer((_request, response) => response.writeHead(403).end('{"message":"no hunter2\\/secret","seen":["hunter2\\u002fsecret"]}'));

    const response = await http.request({ url: server.url, headers: { authorization: `Basic ${Buffer.from('alice:hunter2/secret').toString('base64')}` } });

    expect(response.json()).toEqual({ message: 'no [hidden]', seen: ['[hidden]'] });
  });

  test('is quoted without a token of its address, but with the plain words there', async () => {
    const server = await startServer((request, response) => response.writeHead(403, `no ${request.url ?? ''}`).end(request.url));

    const response = await http.request({ url: new URL('?audience=sigstore&token=0123456789abcdef', server.url), method: 'POST' });

    expect(response.statusText).toBe('no /?audience=sigstore&token=[hidden]');
    expect(response.text()).toBe('/?audience=sigstore&token=[hidden]');
  });

  test('keeps a page that was asked for as it is', async () => {
    const server = await startServer((_request, response) => response.end(`<a href="/${password}/demo-1.0.tar.gz">`));

    const response = await http.request({ url: server.url, headers: { authorization: basic } });

    expect(response.text()).toContain(password);
  });
});
