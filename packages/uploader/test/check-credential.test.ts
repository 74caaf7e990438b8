import { inspect } from 'node:util';
import { resultOf } from '@ropewalk/core';
import { fixedCredential, mintedCredential, type Credential } from '@ropewalk/credentials';
import { createHttpClient } from '@ropewalk/http';
import { afterAll, describe, expect, test } from 'vitest';
import { largeFileBytes } from '../src/check-credential.ts';
import { upload, type UploadEvent, type UploadFile, type UploadOutcome, type UploadRequest } from '../src/index.ts';
import { fileOf, startUploadServer, type ReceivedUpload } from './upload-server.ts';

const http = createHttpClient({ env: {} });
afterAll(() => http.close());

const large = fileOf('demo-1.0-py3-none-any.whl', Buffer.alloc(largeFileBytes));
const small = fileOf('demo-1.0.tar.gz', Buffer.alloc(largeFileBytes - 1));
const otherLarge = fileOf('other-1.0.tar.gz', Buffer.alloc(largeFileBytes, 1), { project: 'other' });

function stored(server: { readonly url: URL }): Credential {
  return fixedCredential({ source: 'the option --token', kind: 'token', username: '__token__', origin: server.url.origin }, 'kept-secret');
}

async function outcomesOf(files: readonly UploadFile[], request: Omit<UploadRequest, 'http' | 'files'>): Promise<readonly UploadOutcome[]> {
  const result = await resultOf(upload({ http, files, sleep: async () => undefined, ...request }));
  return result.files.map(({ outcome }) => outcome);
}

const isQuestion = ({ filename }: ReceivedUpload): boolean => filename === '';

describe('before a large file', () => {
  test('the index is asked once by a form without a file, a name or a version, with the credential', async () => {
    const server = await startUploadServer((received, response) => void response.writeHead(isQuestion(received) ? 400 : 200).end());

    await outcomesOf([large, otherLarge], { repositoryUrl: server.url, credential: stored(server) });

    const [question, ...uploads] = server.received;
    const boundary = /boundary=(\w+)$/.exec(question?.headers['content-type'] ?? '')?.[1] ?? '';
    expect(question?.body.toString().replaceAll(boundary, 'BOUNDARY')).toBe(
      [
        '--BOUNDARY\r\nContent-Disposition: form-data; name=":action"\r\n\r\nfile_upload\r\n',
        '--BOUNDARY\r\nContent-Disposition: form-data; name="protocol_version"\r\n\r\n1\r\n--BOUNDARY--\r\n',
      ].join(''),
    );
    expect(question?.headers).toMatchObject({ authorization: uploads[0]?.headers.authorization, 'content-length': String(question?.body.byteLength) });
    expect(uploads.map(({ filename }) => filename).toSorted()).toEqual([large.filename, otherLarge.filename]);
  });

  test('nothing is told when all is well', async () => {
    const server = await startUploadServer((received, response) => void response.writeHead(isQuestion(received) ? 400 : 200).end());
    const types = new Set<UploadEvent['type']>();

    for await (const event of upload({ http, files: [large], repositoryUrl: server.url, credential: stored(server) })) types.add(event.type);

    expect([...types]).toEqual(['upload-start', 'upload-progress', 'upload-wait', 'upload-end', 'uploads-end']);
  });

  test.each([
    [403, 'Invalid or non-existent authentication information. See https://pypi.org/help/', /token is of this index/],
    [403, 'Username/Password authentication is no longer supported.', /__token__/],
    [403, 'Invalid API Token: malformed macaroon', /Make a new token/],
    [403, 'Invalid username/password.', /whoami/],
    [401, '', /whoami/],
    [401, 'no entry', /whoami/],
  ])('a %i “%s” ends it for all files, and nothing is sent', async (status, said, remedy) => {
    const server = await startUploadServer((_upload, response) => void response.writeHead(status, { 'content-type': 'text/plain' }).end(said));

    const outcomes = await outcomesOf([large, otherLarge], { repositoryUrl: server.url, credential: stored(server) });

    expect(server.received).toHaveLength(1);
    expect(outcomes[0]).toMatchObject({ status: 'failed', scope: 'all', error: { code: 'UPLOAD_UNAUTHORIZED', status, said, remedy: expect.stringMatching(remedy), message: expect.stringContaining('the option --token') } });
    expect(outcomes[1]?.status).toBe('failed');
    expect(`${inspect(outcomes, { depth: Infinity })} ${JSON.stringify(outcomes)}`).not.toMatch(/kept-secret|a2VwdC1zZWNyZX/);
  });

  test.each<readonly [number, string]>([
    [200, ''],
    [200, '<!doctype html><title>Sign in</title>'],
    [400, 'content file field not found'],
    [403, ''],
    [403, 'Forbidden: content is missing'],
    [403, 'Read-only mode: Uploads are temporarily disabled.'],
    [403, "The user 'me' isn't allowed to upload to project ''."],
    [404, 'Invalid or non-existent authentication information.'],
    [405, ''],
    [409, 'exists'],
    [422, 'Invalid credentials'],
    [429, 'slow down'],
    [500, 'Invalid password'],
    [503, ''],
  ])('a %i “%s” tells nothing, and the upload goes on', async (status, said) => {
    const server = await startUploadServer((received, response) => {
      if (isQuestion(received)) response.writeHead(status, status === 429 ? { 'retry-after': '3600' } : {}).end(said);
      else response.end();
    });

    const [outcome] = await outcomesOf([large], { repositoryUrl: server.url, credential: stored(server) });

    expect(outcome).toMatchObject({ status: 'uploaded', attempts: 1 });
    expect(server.received).toHaveLength(2);
  });

  test('no answer in time, and a cut connection, tell nothing either, and are not waited for again', async () => {
    const silent = await startUploadServer((received, response) => void (isQuestion(received) ? undefined : response.end()));
    const cutting = await startUploadServer((received, response) => void (isQuestion(received) ? response.destroy() : response.end()));

    const [afterSilence] = await outcomesOf([large], { repositoryUrl: silent.url, credential: stored(silent), patience: { answerMs: 1000 } });
    const [afterCut] = await outcomesOf([large], { repositoryUrl: cutting.url, credential: stored(cutting) });

    expect([afterSilence?.status, afterCut?.status]).toEqual(['uploaded', 'uploaded']);
    expect(silent.received.filter(isQuestion)).toHaveLength(1);
    expect(cutting.received.filter(isQuestion)).toHaveLength(1);
  });

  test('a redirect is not followed: neither within the origin nor to another, where the credential must not go', async () => {
    const other = await startUploadServer((_upload, response) => void response.writeHead(401).end());
    const server = await startUploadServer((received, response) => {
      if (isQuestion(received)) response.writeHead(307, { location: other.url.href }).end();
      else response.end();
    });
    const inside = await startUploadServer((received, response) => {
      if (isQuestion(received)) response.writeHead(received.path === '/elsewhere' ? 401 : 308, { location: '/elsewhere' }).end();
      else response.end();
    });

    const [outcome] = await outcomesOf([large], { repositoryUrl: server.url, credential: stored(server) });
    const [within] = await outcomesOf([large], { repositoryUrl: inside.url, credential: stored(inside) });

    expect([outcome?.status, within?.status]).toEqual(['uploaded', 'uploaded']);
    expect(other.received).toHaveLength(0);
    expect(inside.received).toHaveLength(2);
  });

  test('an abort ends it', async () => {
    const controller = new AbortController();
    const server = await startUploadServer(() => controller.abort(new Error('interrupted')));

    await expect(outcomesOf([large], { repositoryUrl: server.url, credential: stored(server), signal: controller.signal })).rejects.toThrow('interrupted');
    expect(server.received).toHaveLength(1);
  });
});

describe('no index is asked', () => {
  test('for small files', async () => {
    const server = await startUploadServer((_upload, response) => void response.end());

    await outcomesOf([small], { repositoryUrl: server.url, credential: stored(server) });

    expect(server.received.map(({ filename }) => filename)).toEqual([small.filename]);
  });

  test('about a credential with which it has just taken a file', async () => {
    const server = await startUploadServer((_upload, response) => void response.end());

    await outcomesOf([small, large], { repositoryUrl: server.url, credential: stored(server) });

    expect(server.received.filter(isQuestion)).toHaveLength(0);
  });

  test('about a minted token, nor without a credential', async () => {
    const server = await startUploadServer((_upload, response) => void response.end());
    const tokens = { token: async () => ({ expiresAt: new Date(Date.now() + 900_000), reveal: () => 'minted' }) };

    await outcomesOf([large], { repositoryUrl: server.url, credential: mintedCredential({ source: 'trusted publishing', origin: server.url.origin }, tokens) });
    await outcomesOf([large], { repositoryUrl: server.url });

    expect(server.received.filter(isQuestion)).toHaveLength(0);
  });

  test('when it has the file already', async () => {
    const server = await startUploadServer((_upload, response) => void response.end());

    const [outcome] = await outcomesOf([large], { repositoryUrl: server.url, credential: stored(server), lookUp: async () => ({ sha256: large.sha256 }) });

    expect(outcome?.status).toBe('unchanged');
    expect(server.received).toHaveLength(0);
  });

  test('when the credential is for another one', async () => {
    const server = await startUploadServer((_upload, response) => void response.end());
    const credential = stored({ url: new URL('https://upload.pypi.org/legacy/') });

    const [outcome] = await outcomesOf([large], { repositoryUrl: server.url, credential });

    expect(outcome).toMatchObject({ status: 'failed', scope: 'all', error: { code: 'CREDENTIAL_FOR_OTHER_INDEX' } });
    expect(server.received).toHaveLength(0);
  });
});
