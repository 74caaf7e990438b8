import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpClient, HttpRequest } from '@ropewalk/core';
import { createHttpClient } from '@ropewalk/http';
import { afterAll, describe, expect, test } from 'vitest';
import { createIndexClient, discoverSimpleUrl, type IndexFile, type IndexLogin, type LoginSource, type NoLogin } from '../src/index.ts';
import { startServer, type LoopbackServer } from './loopback-server.ts';

const http = createHttpClient({ env: {}, sleep: async () => undefined });
afterAll(() => http.close());

const secret = 'a-password-nobody-may-see';
const header = `Basic ${Buffer.from(`me:${secret}`).toString('base64')}`;
const login: IndexLogin = { source: 'the test', authorization: async () => header };
const bytes = 'the bytes of a file';
const page = 'application/vnd.pypi.simple.v1+json';

/** A source of logins that counts how often it was asked. */
function sourceOf(found: IndexLogin | NoLogin, more: Omit<LoginSource, 'find'> = {}): LoginSource & { readonly asked: () => number } {
  let asked = 0;
  return {
    ...more,
    asked: () => asked,
    async find() {
      asked += 1;
      return found;
    },
  };
}

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** An index that shows nothing to those without the login. */
function closed(handle: Handle, status = 401): Handle {
  return (request, response) => {
    if (request.headers.authorization === header) handle(request, response);
    else response.writeHead(status, { 'www-authenticate': 'Basic realm="index"' }).end();
  };
}

/** Answers with a page of one file, which is `fileUrl`, its provenance, and the file. */
function demoIndex(fileUrl = '/files/demo-1.0.tar.gz'): Handle {
  const file = { filename: 'demo-1.0.tar.gz', url: fileUrl, hashes: { sha256: createHash('sha256').update(bytes).digest('hex') }, provenance: '/provenance' };
  const answers: Readonly<Record<string, string>> = {
    '/simple/demo/': JSON.stringify({ meta: { 'api-version': '1.4' }, name: 'demo', files: [file] }),
    '/provenance': '{"version":1,"attestation_bundles":[]}',
    '/files/demo-1.0.tar.gz': bytes,
  };
  return (request, response) => {
    const body = answers[request.url ?? ''];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': page }).end(body);
  };
}

const simpleOf = ({ url }: LoopbackServer): URL => new URL('/simple/', url);

const sentTo = ({ requests }: LoopbackServer): readonly (string | undefined)[] => requests.map(({ headers }) => headers.authorization);

async function read(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

async function firstFile(client: ReturnType<typeof createIndexClient>): Promise<IndexFile> {
  const [file] = (await client.project('demo'))?.files ?? [];
  if (file === undefined) throw new Error('no file');
  return file;
}

describe('the login of an index', () => {
  test('is not looked for when the index is public', async () => {
    const server = await startServer(demoIndex());
    const logins = sourceOf(login);
    const client = createIndexClient({ http, simpleUrl: simpleOf(server), logins });

    await read(client.download(await firstFile(client)));
    await client.project('missing');

    expect(logins.asked()).toBe(0);
    expect(sentTo(server)).toEqual([undefined, undefined, undefined]);
  });

  test.each([401, 403])('is looked for once when it answers %i, and then sent along with everything', async (status) => {
    const server = await startServer(closed(demoIndex(), status));
    const logins = sourceOf(login);
    const client = createIndexClient({ http, simpleUrl: simpleOf(server), logins });

    const file = await firstFile(client);
    const provenance = await client.provenance(file);
    const content = await read(client.download(file));

    expect([provenance, content]).toEqual([{ version: 1, attestation_bundles: [] }, bytes]);
    expect(logins.asked()).toBe(1);
    expect(sentTo(server)).toEqual([undefined, header, header, header]);
  });

  test('is looked for by the first of several, for all of them', async () => {
    const server = await startServer(closed(demoIndex()));
    const logins = sourceOf(login);
    const client = createIndexClient({ http, simpleUrl: simpleOf(server), logins });

    const found = await Promise.all(['demo', 'demo', 'missing'].map((name) => client.project(name)));

    expect(found.map((project) => project?.name)).toEqual(['demo', 'demo', undefined]);
    expect(logins.asked()).toBe(1);
  });

  test('is sent with the first request when it is looked for at once', async () => {
    const server = await startServer(closed(demoIndex()));
    const client = createIndexClient({ http, simpleUrl: simpleOf(server), logins: sourceOf(login, { isImmediate: true }) });

    await client.project('demo');

    expect(sentTo(server)).toEqual([header]);
  });

  test('is looked for where only the files are not public', async () => {
    const open = demoIndex();
    const server = await startServer((request, response) => (request.url?.startsWith('/files/') === true ? closed(open) : open)(request, response));
    const client = createIndexClient({ http, simpleUrl: simpleOf(server), logins: sourceOf(login) });

    expect(await read(client.download(await firstFile(client)))).toBe(bytes);
    expect(sentTo(server)).toEqual([undefined, undefined, header]);
  });

  test('does not go to files of another origin, not even when that asks for one', async () => {
    const other = await startServer(closed(demoIndex()));
    const server = await startServer(closed(demoIndex(new URL('/files/demo-1.0.tar.gz', other.url).href)));
    const client = createIndexClient({ http, simpleUrl: simpleOf(server), logins: sourceOf(login) });

    const download = read(client.download(await firstFile(client)));

    await expect(download).rejects.toMatchObject({ code: 'INDEX_REFUSED', remedy: expect.stringContaining(other.url.host) as string });
    expect(sentTo(other)).toEqual([undefined]);
  });

  test('is not looked for because of another origin', async () => {
    const other = await startServer(closed(demoIndex()));
    const server = await startServer(demoIndex(new URL('/files/demo-1.0.tar.gz', other.url).href));
    const logins = sourceOf(login);
    const client = createIndexClient({ http, simpleUrl: simpleOf(server), logins });

    await expect(read(client.download(await firstFile(client)))).rejects.toMatchObject({ code: 'INDEX_REFUSED' });
    expect(logins.asked()).toBe(0);
  });

  test('does not go along where the index sends on to another origin', async () => {
    const other = await startServer(demoIndex());
    const server = await startServer(
      closed((request, response) => {
        if (request.url === '/simple/demo/') demoIndex()(request, response);
        else response.writeHead(307, { location: new URL(request.url ?? '', other.url).href }).end();
      }),
    );
    const client = createIndexClient({ http, simpleUrl: simpleOf(server), logins: sourceOf(login) });

    const file = await firstFile(client);

    expect(await read(client.download(file))).toBe(bytes);
    await expect(client.project('elsewhere')).rejects.toMatchObject({ code: 'INDEX_REDIRECTED' });
    await expect(client.provenance(file)).rejects.toMatchObject({ code: 'INDEX_REDIRECTED' });
    expect(sentTo(other)).toEqual([undefined]);
  });

  test.each([
    ['http://index.example/simple/', 0],
    ['http://169.254.169.254/simple/', 0],
    ['https://index.example/simple/', 1],
    ['http://localhost/simple/', 1],
  ])('for %s is looked for %i times: over plain http it stays on this machine', async (simpleUrl, times) => {
    const seen: HttpRequest[] = [];
    const recorder: HttpClient = {
      async request(request) {
        seen.push(request);
        return { status: 401, statusText: '', headers: {}, url: request.url, body: new Uint8Array(), text: () => '', json: () => undefined };
      },
      stream: () => Promise.reject(new Error('not used')),
      close: async () => undefined,
    };
    const immediate = sourceOf(login, { isImmediate: true });
    const later = sourceOf(login);

    await expect(createIndexClient({ http: recorder, simpleUrl: new URL(simpleUrl), logins: immediate }).project('demo')).rejects.toMatchObject({ code: 'INDEX_REFUSED' });
    await expect(createIndexClient({ http: recorder, simpleUrl: new URL(simpleUrl), logins: later }).project('demo')).rejects.toMatchObject({ code: 'INDEX_REFUSED' });

    expect([immediate.asked(), later.asked()]).toEqual([times, times]);
    expect(seen.some(({ headers }) => headers?.['authorization'] !== undefined)).toBe(times === 1);
  });

  test('that is refused is named by where it came from, and its secret is not told, also where the index repeats it', async () => {
    const server = await startServer((request, response) => void response.writeHead(403).end(JSON.stringify({ message: `no ${request.headers.authorization ?? ''} ${secret}` })));
    const client = createIndexClient({ http, simpleUrl: simpleOf(server), logins: sourceOf(login) });

    const error: unknown = await client.project('demo').catch((reason: unknown) => reason);

    expect(error).toMatchObject({ code: 'INDEX_REFUSED', message: expect.stringContaining('to the login from the test') as string });
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toMatch(new RegExp(`${secret}|${header.slice(6, 20)}`));
  });

  test('that is nowhere makes an error that says what to do', async () => {
    const server = await startServer(closed(demoIndex()));
    const logins = sourceOf({ remedy: 'Put it there.' });
    const client = createIndexClient({ http, simpleUrl: simpleOf(server), logins });

    await expect(client.project('demo')).rejects.toMatchObject({ code: 'INDEX_REFUSED', message: expect.stringContaining('there is no login') as string, remedy: 'Put it there.' });
    await expect(client.project('demo')).rejects.toMatchObject({ remedy: 'Put it there.' });
    expect(logins.asked()).toBe(1);
  });

  test('opens the search for the simple API too', async () => {
    const server = await startServer(closed((request, response) => void response.writeHead(request.url === '/simple/' ? 200 : 404, { 'content-type': 'text/html' }).end()));

    expect((await discoverSimpleUrl(server.url, { http, logins: sourceOf(login) }))?.pathname).toBe('/simple/');
    await expect(discoverSimpleUrl(server.url, { http, logins: sourceOf({ remedy: 'Put it there.' }) })).rejects.toMatchObject({ code: 'INDEX_REFUSED', remedy: 'Put it there.' });
    await expect(discoverSimpleUrl(server.url, { http })).rejects.toMatchObject({ code: 'INDEX_REFUSED' });
  });

  test('whose search fails ends the search for the simple API with its own error', async () => {
    const server = await startServer(closed(demoIndex()));
    const logins: LoginSource = { find: () => Promise.reject(new RangeError('the keyring is broken')) };

    await expect(discoverSimpleUrl(server.url, { http, logins })).rejects.toThrow('the keyring is broken');
  });
});
