import { inspect } from 'node:util';
import { HttpError, resultOf } from '@ropewalk/core';
import { fixedCredential, mintedCredential, type Credential, type UploadTokenSource } from '@ropewalk/credentials';
import { createHttpClient } from '@ropewalk/http';
import { afterAll, describe, expect, test } from 'vitest';
import { upload, UploadError, type UploadEvent, type UploadRequest } from '../src/index.ts';
import { fileOf, gate, startUploadServer, type ReceivedUpload } from './upload-server.ts';

const http = createHttpClient({ env: {} });
afterAll(() => http.close());

const expired = 'Invalid API Token: token is expired';
const wheels = ['a', 'b', 'c', 'd', 'e'].map((tag) => fileOf(`demo-1.0-${tag}-none-any.whl`));

/** A source as trusted publishing has one: a new token only when the one it holds is named as refused. */
function source(): UploadTokenSource & { exchanges(): number } {
  let number = 0;
  let held: { expiresAt: Date; reveal(): string } | undefined;
  return {
    exchanges: () => number,
    async token({ refused } = {}) {
      if (held !== undefined && held.reveal() !== refused?.reveal()) return held;
      number += 1;
      const mine = `minted-secret-${number}`;
      held = { expiresAt: new Date(Date.now() + 900_000), reveal: () => mine };
      return held;
    },
  };
}

function minted(server: { readonly url: URL }, tokens: UploadTokenSource): Credential {
  return mintedCredential({ source: 'trusted publishing', origin: server.url.origin }, tokens);
}

function tokenOf({ headers }: ReceivedUpload): string {
  return Buffer.from((headers.authorization ?? '').slice('Basic '.length), 'base64').toString().slice('__token__:'.length);
}

async function eventsOf(request: Omit<UploadRequest, 'http'>): Promise<readonly UploadEvent[]> {
  const events: UploadEvent[] = [];
  for await (const event of upload({ http, sleep: async () => undefined, ...request })) events.push(event);
  return events;
}

async function codesOf(request: Omit<UploadRequest, 'http'>): Promise<readonly string[]> {
  const { files } = await resultOf(upload({ http, sleep: async () => undefined, ...request }));
  return files.map(({ outcome }) => (outcome.status === 'failed' ? outcome.error.code : outcome.status));
}

describe('a minted token that ends before its time', () => {
  test.each([expired, 'Invalid or non-existent authentication information.'])('(%s) is replaced, and the file sent again whole', async (said) => {
    const server = await startUploadServer((received, response) => {
      const isOver = tokenOf(received) === 'minted-secret-1';
      response.writeHead(isOver ? 403 : 200).end(isOver ? said : '');
    });
    const tokens = source();

    const events = await eventsOf({ files: wheels.slice(0, 1), repositoryUrl: server.url, credential: minted(server, tokens), retries: { attempts: 1 } });

    expect(events.at(-1)).toMatchObject({ type: 'uploads-end', result: { files: [{ outcome: { status: 'uploaded' } }] } });
    expect(events.filter(({ type }) => type === 'upload-note')).toHaveLength(1);
    expect(server.received.map(tokenOf)).toEqual(['minted-secret-1', 'minted-secret-2']);
    expect(new Set(server.received.map(({ body }) => body.byteLength)).size).toBe(1);
  });

  test('is replaced once for four uploads that fail with it together', async () => {
    const all = gate();
    let waiting = 0;
    const server = await startUploadServer((received, response) => {
      const isFirst = received.filename === wheels[0]?.filename;
      if (isFirst || tokenOf(received) !== 'minted-secret-1') return void response.end();
      waiting += 1;
      if (waiting === 4) all.open();
      void all.opened.then(() => response.writeHead(403).end(expired));
    });
    const tokens = source();

    const codes = await codesOf({ files: wheels, repositoryUrl: server.url, credential: minted(server, tokens) });

    expect(codes).toEqual(wheels.map(() => 'uploaded'));
    expect(tokens.exchanges()).toBe(2);
    expect(server.received).toHaveLength(1 + 4 + 4);
  });

  test('and is refused anew ends the release after the second time', async () => {
    const server = await startUploadServer((_upload, response) => void response.writeHead(403).end(expired));
    const tokens = source();

    const codes = await codesOf({ files: wheels, repositoryUrl: server.url, credential: minted(server, tokens) });

    expect(codes).toEqual(['UPLOAD_UNAUTHORIZED', ...wheels.slice(1).map(() => 'UPLOAD_NOT_TRIED')]);
    expect(server.received.map(tokenOf)).toEqual(['minted-secret-1', 'minted-secret-2']);
  });

  test('and comes again, because its source has no other, is not sent a second time', async () => {
    const server = await startUploadServer((_upload, response) => void response.writeHead(403).end(expired));
    const stubborn = { token: async () => ({ expiresAt: new Date(Date.now() + 900_000), reveal: () => 'the-only-one' }) };

    const codes = await codesOf({ files: wheels.slice(0, 1), repositoryUrl: server.url, credential: minted(server, stubborn) });

    expect(codes).toEqual(['UPLOAD_UNAUTHORIZED']);
    expect(server.received).toHaveLength(1);
  });

  test('and cannot be replaced is told with the reason and the way on, and without a secret', async () => {
    const server = await startUploadServer((_upload, response) => void response.writeHead(403).end(expired));
    const tokens = source();
    const spent: UploadTokenSource = {
      token: async (options = {}) => {
        if (options.refused === undefined) return tokens.token(options);
        throw new UploadError({ code: 'UPLOAD_REFUSED', message: 'The CI has no new identity token.', remedy: 'Publish in a job of its own.' });
      },
    };

    const events = await eventsOf({ files: wheels, repositoryUrl: server.url, credential: minted(server, spent) });

    const ends = events.flatMap((event) => (event.type === 'upload-end' && event.outcome.status === 'failed' ? [event.outcome] : []));
    expect(ends[0]).toMatchObject({
      scope: 'all',
      error: {
        code: 'UPLOAD_UNAUTHORIZED',
        status: 403,
        message: expect.stringMatching(/token is expired.* ended before its time.* The CI has no new identity token\./),
        remedy: expect.stringMatching(/again in a new job.* Publish in a job of its own\./),
        cause: { message: 'The CI has no new identity token.' },
      },
    });
    expect(server.received).toHaveLength(1);
    const seen = `${inspect(events, { showHidden: true, depth: Infinity })} ${JSON.stringify(events)}`;
    expect(seen).not.toContain('minted-secret');
    expect(seen).not.toContain(server.received[0]?.headers.authorization?.slice('Basic '.length));
  });

  test('is asked for again when the way to its source is troubled', async () => {
    const server = await startUploadServer((received, response) => {
      const isOver = tokenOf(received) === 'minted-secret-1';
      response.writeHead(isOver ? 403 : 200).end(isOver ? expired : '');
    });
    const tokens = source();
    let troubles = 0;
    const troubled: UploadTokenSource = {
      token: async (options = {}) => {
        if (options.refused === undefined || troubles === 2) return tokens.token(options);
        troubles += 1;
        throw new HttpError({ code: 'HTTP_UNREACHABLE', message: 'No answer.', remedy: 'Try again.' });
      },
    };

    expect(await codesOf({ files: wheels.slice(0, 1), repositoryUrl: server.url, credential: minted(server, troubled) })).toEqual(['uploaded']);
    expect(server.received).toHaveLength(2);
  });
});

test.each(["Invalid API Token: project-scoped token is not valid for project: 'demo'", "The given token isn't allowed to upload to project 'demo'."])(
  'a refusal that no new token mends ends at once: %s',
  async (said) => {
    const server = await startUploadServer((_upload, response) => void response.writeHead(403).end(said));
    const tokens = source();

    await codesOf({ files: wheels.slice(0, 1), repositoryUrl: server.url, credential: minted(server, tokens) });

    expect(server.received).toHaveLength(1);
    expect(tokens.exchanges()).toBe(1);
  },
);

test('a stored token is never tried again', async () => {
  const server = await startUploadServer((_upload, response) => void response.writeHead(403).end(expired));
  const credential = fixedCredential({ source: 'a test', kind: 'token', username: '__token__', origin: server.url.origin }, 'kept');

  const events = await eventsOf({ files: wheels.slice(0, 1), repositoryUrl: server.url, credential });

  expect(events.at(-1)).toMatchObject({ result: { files: [{ outcome: { status: 'failed', error: { code: 'UPLOAD_UNAUTHORIZED' } } }] } });
  expect(events.map(({ type }) => type)).not.toContain('upload-note');
  expect(server.received).toHaveLength(1);
});
