import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { isCodedError } from '@ropewalk/core';
import { createHttpClient } from '@ropewalk/http';
import { afterAll, describe, expect, test } from 'vitest';
import { createFileLookup, createIndexClient, discoverSimpleUrl, waitUntilServed, type IndexClient, type IndexFile } from '../src/index.ts';
import { startServer, type LoopbackServer } from './loopback-server.ts';

const http = createHttpClient({ env: {}, sleep: async () => undefined });
afterAll(() => http.close());

const json = 'application/vnd.pypi.simple.v1+json';
const provenance = '{"version":1,"attestation_bundles":[]}';

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(() => undefined, (reason: unknown) => reason);
  if (!isCodedError(error)) throw new Error(`no coded error, but ${String(error)}`);
  return error.code;
}

/** An index whose pages are given by path. */
async function startIndex(pages: Readonly<Record<string, (response: ServerResponse, server: URL) => void>>): Promise<LoopbackServer & { readonly client: IndexClient }> {
  const server: LoopbackServer = await startServer((request, response) => {
    const page = pages[request.url ?? ''];
    if (page === undefined) response.writeHead(404, { 'content-type': 'text/plain' }).end('404 Not Found');
    else page(response, server.url);
  });
  return { ...server, client: createIndexClient({ http, simpleUrl: new URL('/simple', server.url) }) };
}

function project(files: readonly object[], more: object = {}): string {
  return JSON.stringify({ meta: { 'api-version': '1.4' }, name: 'demo', files, ...more });
}

const send = (body: string, type = json) => (response: ServerResponse) => void response.writeHead(200, { 'content-type': type }).end(body);

async function read(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('a project', () => {
  test('is asked for by its normalised name, in JSON first', async () => {
    const { client, requests } = await startIndex({ '/simple/my-demo/': send(project([])) });

    const found = await client.project('My.Demo');

    expect(found?.files).toEqual([]);
    expect(requests[0]?.headers.accept).toMatch(/^application\/vnd\.pypi\.simple\.v1\+json,/);
    expect(requests[0]?.headers['cache-control']).toBe('max-age=0');
  });

  test('that the index does not have is undefined, also where pypiserver would send on to PyPI', async () => {
    const { client } = await startIndex({
      '/simple/fallback/': (response) => void response.writeHead(303, { location: 'https://pypi.org/simple/fallback/' }).end(),
    });

    expect(await client.project('missing')).toBeUndefined();
    expect(await client.project('fallback')).toBeUndefined();
  });

  test('is found behind a redirect of the index itself, and not behind one to elsewhere', async () => {
    const { client } = await startIndex({
      '/simple/demo/': (response) => void response.writeHead(302, { location: '/other/demo/' }).end(),
      '/other/demo/': send(project([{ filename: 'demo-1.0.tar.gz', url: 'demo-1.0.tar.gz' }])),
      '/simple/away/': (response) => void response.writeHead(302, { location: 'https://elsewhere.example/' }).end(),
    });

    expect((await client.project('demo'))?.files[0]?.url.pathname).toBe('/other/demo/demo-1.0.tar.gz');
    expect(await codeOf(client.project('away'))).toBe('INDEX_REDIRECTED');
  });

  test.each([
    [401, 'INDEX_REFUSED'],
    [403, 'INDEX_REFUSED'],
    [418, 'INDEX_UNEXPECTED_ANSWER'],
    [429, 'INDEX_UNAVAILABLE'],
    [500, 'INDEX_UNAVAILABLE'],
  ])('that cannot be had by status %i is %s', async (status, code) => {
    const { client } = await startIndex({ '/simple/demo/': (response) => void response.writeHead(status).end() });

    expect(await codeOf(client.project('demo'))).toBe(code);
  });

  test.each([
    ['broken JSON', '{"meta', json, 'HTTP_UNEXPECTED_BODY'],
    ['another JSON', '[]', json, 'INDEX_UNEXPECTED_ANSWER'],
    ['a newer major version', JSON.stringify({ meta: { 'api-version': '2.0' }, name: 'demo', files: [] }), json, 'INDEX_UNEXPECTED_ANSWER'],
    ['a page that is no index', '<!DOCTYPE html><title>Sign in</title><a href="/login">Sign in</a>', 'text/html', 'INDEX_UNEXPECTED_ANSWER'],
    ['something else', 'hello', 'image/png', 'INDEX_UNEXPECTED_ANSWER'],
  ])('that is %s is an error', async (_what, body, type, code) => {
    const { client } = await startIndex({ '/simple/demo/': send(body, type) });

    expect(await codeOf(client.project('demo'))).toBe(code);
  });

  test('of a private index is asked for with its credential, which goes nowhere else', async () => {
    const other = await startServer((_request, response) => response.end('x'));
    const pages = await startIndex({ '/simple/demo/': send(project([{ filename: 'demo-1.0.tar.gz', url: new URL('/demo-1.0.tar.gz', other.url).href }])) });
    const client = createIndexClient({ http, simpleUrl: new URL('/simple/', pages.url), authorization: async () => 'Basic eDp5' });

    const found = await client.project('demo');
    const [file] = found?.files ?? [];
    if (file !== undefined) await read(client.download(file));

    expect(pages.requests[0]?.headers.authorization).toBe('Basic eDp5');
    expect(other.requests[0]?.url).toBe('/demo-1.0.tar.gz');
    expect(other.requests[0]?.headers.authorization).toBeUndefined();
  });
});

describe('a download', () => {
  const fileAt = (url: URL, more: Partial<IndexFile> = {}): IndexFile => ({ filename: 'demo-1.0.tar.gz', url, sha256: digest('bytes'), size: 5, ...more });

  test('brings the bytes and holds them against the list', async () => {
    const { client, url } = await startIndex({ '/f': send('bytes') });
    const place = new URL('/f', url);

    expect(await read(client.download(fileAt(place)))).toBe('bytes');
    expect(await codeOf(read(client.download(fileAt(place, { sha256: digest('other') }))))).toBe('INDEX_FILE_DIFFERS');
    expect(await codeOf(read(client.download({ filename: 'demo-1.0.tar.gz', url: place, size: 6 })))).toBe('INDEX_FILE_DIFFERS');
    expect(await codeOf(read(client.download(fileAt(place), { maxBytes: 4 })))).toBe('HTTP_TOO_LARGE');
    expect(await codeOf(read(client.download(fileAt(new URL('/gone', url)))))).toBe('INDEX_FILE_MISSING');
  });

  test('follows the index to its storage, but not in a circle', async () => {
    const storage = await startServer((_request, response) => response.end('bytes'));
    const { client, url } = await startIndex({
      '/f': (response) => void response.writeHead(302, { location: storage.url.href }).end(),
      '/circle': (response) => void response.writeHead(302, { location: '/circle' }).end(),
    });

    expect(await read(client.download(fileAt(new URL('/f', url))))).toBe('bytes');
    expect(await codeOf(read(client.download(fileAt(new URL('/circle', url)))))).toBe('INDEX_REDIRECTED');
  });

  test('does not follow an index of the world to this machine or its neighbourhood', async () => {
    const client = createIndexClient({ http, simpleUrl: new URL('https://index.example/simple/') });

    for (const url of ['http://127.0.0.1:1/x', 'https://localhost/x', 'http://169.254.169.254/latest', 'http://[::1]/', 'file:///etc/passwd', 'http://metadata.google.internal/']) {
      expect(await codeOf(read(client.download(fileAt(new URL(url)))))).toBe('INDEX_LINK_FORBIDDEN');
      expect(await codeOf(client.provenance(fileAt(new URL(url), { provenanceUrl: new URL(url) })))).toBe('INDEX_LINK_FORBIDDEN');
    }
  });

  test('follows an index on this machine to another address of it', async () => {
    const { client, url } = await startIndex({ '/f': send('bytes') });

    expect(await read(client.download(fileAt(new URL(`http://localhost:${url.port}/f`))))).toBe('bytes');
  });

  test('does not follow an index on this machine to the metadata server', async () => {
    const { client, url } = await startIndex({ '/f': (response) => void response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end() });

    expect(await codeOf(read(client.download(fileAt(new URL('/f', url)))))).toBe('INDEX_LINK_FORBIDDEN');
  });
});

describe('provenance', () => {
  test('is read where the file says, by its media type', async () => {
    const { client, url, requests } = await startIndex({ '/p': send(provenance, 'application/vnd.pypi.integrity.v1+json') });
    const file: IndexFile = { filename: 'demo-1.0.tar.gz', url, provenanceUrl: new URL('/p', url) };

    expect(await client.provenance(file)).toMatchObject({ version: 1 });
    expect(await client.provenanceText(file)).toBe(provenance);
    expect(requests[0]?.headers.accept).toContain('application/vnd.pypi.integrity.v1+json');
  });

  test('is undefined when there is none, and an error when it is refused or odd', async () => {
    const { client, url } = await startIndex({
      '/refused': (response) => void response.writeHead(403).end('{"message":"Attestations temporarily disabled"}'),
      '/odd': send('{"version":1'),
    });
    const at = (path: string): IndexFile => ({ filename: 'demo-1.0.tar.gz', url, provenanceUrl: new URL(path, url) });

    expect(await client.provenance({ filename: 'demo-1.0.tar.gz', url })).toBeUndefined();
    expect(await client.provenance(at('/none'))).toBeUndefined();
    await expect(client.provenance(at('/refused'))).rejects.toMatchObject({ code: 'INDEX_REFUSED', message: expect.stringContaining('Attestations temporarily disabled') as string });
    expect(await codeOf(client.provenance(at('/odd')))).toBe('PROVENANCE_NOT_JSON');
  });
});

describe('a lookup', () => {
  test('reads a page once, and again when it must be fresh or could not be read', async () => {
    let count = 0;
    const { client } = await startIndex({
      '/simple/demo/': (response) => {
        count += 1;
        if (count === 1) response.writeHead(403).end();
        else send(project([{ filename: 'demo-1.0.tar.gz', url: 'x', hashes: { sha256: 'A'.repeat(64) }, provenance: null }]))(response);
      },
    });
    const lookUp = createFileLookup(client);
    const file = { project: 'demo', filename: 'demo-1.0.tar.gz' };

    await expect(lookUp(file)).rejects.toMatchObject({ code: 'INDEX_REFUSED' });
    const found = await Promise.all([lookUp(file), lookUp(file), lookUp({ ...file, filename: 'other' })]);
    await lookUp(file, { fresh: true });

    expect(found).toEqual([{ sha256: 'a'.repeat(64), hasProvenance: false }, { sha256: 'a'.repeat(64), hasProvenance: false }, undefined]);
    expect(count).toBe(3);
  });

  test('does not say that there is no provenance where the index knows none', async () => {
    const { client } = await startIndex({
      '/simple/old/': send(JSON.stringify({ meta: { 'api-version': '1.0' }, name: 'old', files: [{ filename: 'a', url: 'x' }] })),
      '/simple/html/': send('<h1>Links for html</h1><a href="html-1.0.tar.gz" data-provenance="https://p.example/">html-1.0.tar.gz</a>', 'text/html'),
    });
    const lookUp = createFileLookup(client);

    expect(await lookUp({ project: 'old', filename: 'a' })).toEqual({ sha256: undefined, hasProvenance: undefined });
    expect(await lookUp({ project: 'html', filename: 'html-1.0.tar.gz' })).toEqual({ sha256: undefined, hasProvenance: true });
  });
});

describe('waiting', () => {
  const awaited = { project: 'demo', filename: 'demo-1.0.tar.gz', sha256: digest('bytes'), needsProvenance: true };

  test('ends when the index serves the file and its attestations', async () => {
    let count = 0;
    const { client } = await startIndex({
      '/simple/demo/': (response, server) => {
        count += 1;
        const entry = { filename: 'demo-1.0.tar.gz', url: 'x', hashes: { sha256: awaited.sha256 }, provenance: count < 3 ? null : new URL('/p', server).href };
        send(project(count < 2 ? [] : [entry]))(response);
      },
      '/p': send(provenance),
    });
    const pauses: number[] = [];

    const served = await waitUntilServed(client, [awaited], {
      pauseMs: 100,
      sleep: async (milliseconds) => {
        pauses.push(milliseconds);
      },
    });

    expect(served).toMatchObject([{ status: 'served', provenance: { version: 1 } }]);
    expect(pauses).toEqual([100, 150]);
  });

  test('ends when its time is over, and says what is missing of each file', async () => {
    let time = 0;
    const { client } = await startIndex({
      '/simple/demo/': send(project([{ filename: 'demo-1.0.tar.gz', url: 'x', hashes: { sha256: awaited.sha256 } }, { filename: 'b', url: 'x', hashes: { sha256: 'b'.repeat(64) } }])),
      '/simple/broken/': (response) => void response.writeHead(403).end(),
    });

    const served = await waitUntilServed(
      client,
      [awaited, { ...awaited, filename: 'b' }, { ...awaited, filename: 'c' }, { ...awaited, project: 'broken' }, { ...awaited, needsProvenance: false }],
      {
        timeoutMs: 1000,
        now: () => new Date(time),
        sleep: async (milliseconds) => {
          time += milliseconds;
        },
      },
    );

    expect(served.map(({ status }) => status)).toEqual(['without-provenance', 'different', 'missing', 'unreadable', 'served']);
    expect(time).toBe(1000);
  });

  test('can be aborted', async () => {
    const { client } = await startIndex({});
    const controller = new AbortController();

    const waiting = waitUntilServed(client, [awaited], { signal: controller.signal, sleep: async () => controller.abort(new Error('enough')) });

    await expect(waiting).rejects.toThrow('enough');
  });
});

describe('an index of unknown form', () => {
  test('is searched for its simple API below the upload URL', async () => {
    const devpi = await startIndex({ '/u/frozen/+simple/': send('{"meta":{"api-version":"1.0"},"projects":[]}') });
    const pypiserver = await startIndex({ '/simple/': send('<html>', 'text/html; charset=UTF-8') });
    const none = await startIndex({ '/simple/': send('hello', 'text/plain') });

    expect((await discoverSimpleUrl(new URL('/u/frozen', devpi.url), { http }))?.pathname).toBe('/u/frozen/+simple/');
    expect((await discoverSimpleUrl(pypiserver.url, { http }))?.pathname).toBe('/simple/');
    expect(await discoverSimpleUrl(none.url, { http })).toBeUndefined();
  });

  test('is said not to answer, rather than to have no simple API, where nothing answers', async () => {
    await expect(discoverSimpleUrl(new URL('http://127.0.0.1:1/'), { http })).rejects.toMatchObject({ code: 'HTTP_UNREACHABLE' });
  });
});
