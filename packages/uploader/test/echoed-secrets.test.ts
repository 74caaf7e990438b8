import { inspect } from 'node:util';
import { resultOf } from '@ropewalk/core';
import { fixedCredential } from '@ropewalk/credentials';
import { createHttpClient } from '@ropewalk/http';
import { afterAll, describe, expect, test } from 'vitest';
import { largeFileBytes } from '../src/check-credential.ts';
import { upload, type UploadOutcome } from '../src/index.ts';
import { fileOf, startUploadServer, type ReceivedUpload } from './upload-server.ts';

const http = createHttpClient({ env: {} });
afterAll(() => http.close());

const password = `hunter2/&"<secret'>`;

type Answer = (received: ReceivedUpload) => { readonly status?: number; readonly type?: string; readonly location?: string; readonly body: string };

async function outcomeOf(answer: Answer, bytes: Uint8Array = Buffer.from('x')): Promise<UploadOutcome | undefined> {
  const server = await startUploadServer((received, response) => {
    const { status = 400, type = 'text/plain', location, body } = answer(received);
    response.writeHead(status, { 'content-type': type, ...(location === undefined ? {} : { location }) }).end(body);
  });
  const repositoryUrl = new URL(`${server.url.href}?key=query%2Bsecret&wanted=1`);
  const credential = fixedCredential({ source: 'a test', kind: 'password', username: 'me', origin: server.url.origin }, password);
  const { files } = await resultOf(upload({ http, files: [fileOf('demo-1.0.tar.gz', bytes)], repositoryUrl, credential, sleep: async () => undefined, retries: { attempts: 2 } }));
  return files[0]?.outcome;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;', "'": '&#x27;' };
const named = password.replaceAll(/[&"<>']/g, (sign) => entities[sign] ?? sign);
const numbered = password.replaceAll(/[&"<>'/]/g, (sign) => `&#${sign.charCodeAt(0)};`);

describe('an index that repeats what was sent with the file is quoted without it:', () => {
  test.each<readonly [string, Answer]>([
    ['the query of the address', ({ path }) => ({ status: 404, body: `Cannot POST ${path}` })],
    ['the query of the address, decoded', () => ({ status: 404, body: 'no such key: query+secret' })],
    ['the query, with status 200 and a web page', ({ path }) => ({ status: 200, type: 'text/html', body: `<!doctype html><title>${path}</title>` })],
    ['the query, where it is out of order', ({ path }) => ({ status: 500, body: `trouble at ${path}` })],
    ['the query, where the file is there already', ({ path }) => ({ status: 409, body: `exists: ${path}` })],
    ['the query, in the path it sends on to', () => ({ status: 307, location: '/to/query%2Bsecret/', body: '' })],
    ['the password in HTML', () => ({ type: 'text/html', body: `<p>no ${named}</p>` })],
    ['the password in HTML, by numbers', () => ({ type: 'text/html', body: `<p>no ${numbered}</p>` })],
    ['the password in JSON with escapes', () => ({ type: 'application/json', body: JSON.stringify({ message: `no ${password}` }).replaceAll('/', '\\/').replaceAll('&', '\\u0026') })],
    ['the password with something invisible in it', () => ({ body: `no ${password.slice(0, 6)}\u200b${password.slice(6)}` })],
  ])('%s', async (_what, answer) => {
    const outcome = await outcomeOf(answer);

    const shown = `${inspect(outcome, { depth: Infinity })} ${JSON.stringify(outcome)}`;
    expect(outcome?.status).toBe('failed');
    expect(shown).toContain('[hidden]');
    expect(shown).not.toMatch(/query(?:\+|%2B)secret|hunter2|secret'/i);
  });

  test('also to the question before a large file', async () => {
    const outcome = await outcomeOf(({ path }) => ({ status: 401, type: 'text/html', body: `<p>no ${named} at ${path}</p>` }), Buffer.alloc(largeFileBytes));

    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'UPLOAD_UNAUTHORIZED', said: expect.stringMatching(/^no \[hidden\] at \/legacy\/\?key=\[hidden\]&wanted=1$/) as string } });
  });
});
