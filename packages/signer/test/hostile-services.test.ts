import type { HttpClient, HttpRequest, HttpResponse } from '@ropewalk/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, statement, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** A client whose answers somebody else has had in his hands. */
function tampered(change: (request: HttpRequest, answer: () => Promise<HttpResponse>) => Promise<HttpResponse>): HttpClient {
  return { ...world.http, request: (request) => change(request, () => world.http.request(request)) };
}

function answerOf(request: HttpRequest, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, statusText: 'Said', headers, url: request.url, body: Buffer.from(text), text: () => text, json: () => body };
}

const isPost = (request: HttpRequest, path: string) => request.method === 'POST' && request.url.pathname.endsWith(path);

describe('what a service writes', () => {
  test('reaches an error in one line, without control or bidi characters, tokens or excess', async () => {
    const http = tampered(async (request, answer) => {
      if (!isPost(request, '/signingCert')) return answer();
      const [token] = world.tokens.slice(-1);
      return answerOf(request, 403, { message: `no\u001B[31m\u202E\n::error::${token} https://a.example/p?secret=1 ${'long '.repeat(200)}` });
    });

    const error: Error = await world.signer({ http }).sign(statement()).then(() => expect.fail(), (reason) => reason);

    expect(error).toMatchObject({ code: 'FULCIO_REFUSED', message: expect.stringContaining('403 Said: no ::error::[hidden]') });
    expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]|secret/u);
    expect(error.message.length).toBeLessThan(600);
  });

  test.each([
    ['HTML', '<html>Bad gateway</html>'],
    ['nothing', ''],
    ['another shape', '{"signedCertificateEmbeddedSct":{"chain":[]}}'],
    ['a certificate that is none', '{"signedCertificateEmbeddedSct":{"chain":{"certificates":["nonsense"]}}}'],
  ])('is refused where it should be a certificate and is %s', async (_name, body) => {
    const http = tampered(async (request, answer) => (isPost(request, '/signingCert') ? answerOf(request, 200, body) : answer()));

    await expect(world.signer({ http }).sign(statement())).rejects.toMatchObject({ code: 'CERTIFICATE_WRONG' });
  });
});

describe('a conflict', () => {
  /** Answers with a conflict whatever is logged, and says where the entry is. */
  const conflicting = (place: (uuid: string) => { headers?: Readonly<Record<string, string>>; body?: unknown }, seen: URL[] = []) =>
    tampered(async (request, answer) => {
      const response = await answer();
      seen.push(request.url);
      if (!isPost(request, '/entries') || response.status !== 201) return response;
      const [uuid = ''] = Object.keys(response.json() as object);
      const { headers = {}, body = {} } = place(uuid);
      return answerOf(request, 409, body, headers);
    });

  test('never leads to another host, whatever it says', async () => {
    const seen: URL[] = [];
    const http = conflicting((uuid) => ({ headers: { location: `https://evil.example/api/v1/log/entries/${uuid}` } }), seen);

    await world.signer({ http }).sign(statement());

    expect(new Set(seen.map(({ host }) => host))).toEqual(new Set([world.sigstore.fulcioUrl.host, world.sigstore.rekorUrl.host]));
  });

  test('may say in its text where the entry is', async () => {
    const http = conflicting((uuid) => ({ body: { code: 409, message: `an equivalent entry already exists in the transparency log with UUID ${uuid}` } }));

    await expect(world.signer({ http }).sign(statement())).resolves.toHaveProperty('mediaType');
  });

  test('that leads to somebody else’s entry is refused', async () => {
    const other = Object.keys((await world.http.request({ url: new URL('api/v1/log/entries?logIndex=0', world.sigstore.rekorUrl) })).json() as object)[0];
    const http = conflicting(() => ({ headers: { location: `/api/v1/log/entries/${other}` } }));

    await expect(world.signer({ http }).sign(statement())).rejects.toMatchObject({ code: 'LOG_ENTRY_WRONG' });
  });

  test('that leads nowhere is refused', async () => {
    const http = conflicting(() => ({}));

    await expect(world.signer({ http }).sign(statement())).rejects.toMatchObject({ code: 'LOG_ENTRY_WRONG', message: expect.stringContaining('does not say where') });
  });
});

test('an entry that was logged only after the certificate had ended is not used: it is signed again', async () => {
  let now = Date.now();
  const clock = () => new Date(now);
  const slow = await startWorld({ now: clock });
  let isFirst = true;
  const http: HttpClient = {
    ...slow.http,
    async request(request) {
      if (isFirst && isPost(request, '/entries')) {
        now += 11 * 60_000;
        isFirst = false;
      }
      return slow.http.request(request);
    },
  };

  const bundle = await slow.signer({ http, now: clock }).sign(statement());

  await slow.close();
  expect(bundle.dsseEnvelope).toBeDefined();
  expect(slow.sigstore.requests()).toEqual({ fulcio: 2, rekor: 2 });
});
