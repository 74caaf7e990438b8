import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { githubClaims, signToken } from './support/issuers.ts';
import { indexForTest } from './support/index-for-tests.ts';
import { mint, mintedToken, upload } from './support/requests.ts';

test('fails as often as it is told to, after as many as it is told to, then works', async () => {
  const index = await indexForTest();
  index.inject({ route: 'upload', kind: { type: 'status', status: 503, reason: 'Backend is unhealthy' }, times: 2, after: 1 });

  const answers = [];
  for (const version of ['1.0', '2.0', '3.0', '4.0']) answers.push(await upload(index, { filename: `sample-${version}.tar.gz` }));

  expect(answers.map((answer) => answer.status)).toEqual([200, 503, 503, 200]);
  expect(answers[1]?.statusText).toBe('Backend is unhealthy');
  expect(index.files()).toHaveLength(2);
});

test('limits the rate with the headers that say when to come back', async () => {
  const index = await indexForTest();
  index.inject({ route: 'mint', kind: { type: 'rate-limited', retryAfterSeconds: 7 } });

  const answer = await mint(index, await signToken(githubClaims()));

  expect(answer.status).toBe(429);
  expect(answer.headers.get('retry-after')).toBe('7');
  expect(answer.headers.get('ratelimit')).toBe('"upload";r=0;t=7');
});

test('loses the reply after the file is stored, so that the same upload then answers 200', async () => {
  const index = await indexForTest();
  index.inject({ route: 'upload', kind: { type: 'reply-lost' } });

  await expect(upload(index)).rejects.toThrow();

  expect(index.files()).toHaveLength(1);
  expect((await upload(index)).status).toBe(200);
  expect(index.requests().map((request) => request.status)).toEqual([0, 200]);
});

test('loses the reply of an exchange whose token is then used up', async () => {
  const index = await indexForTest();
  const jwt = await signToken(githubClaims());
  index.inject({ route: 'mint', kind: { type: 'reply-lost' } });
  await expect(mint(index, jwt)).rejects.toThrow();

  expect(await (await mint(index, jwt)).json()).toMatchObject({ errors: [{ code: 'invalid-reuse-token' }] });
});

test('cuts the connection before anything is done', async () => {
  const index = await indexForTest();
  index.inject({ route: 'upload', kind: { type: 'reset' } });

  await expect(upload(index)).rejects.toThrow();

  expect(index.files()).toEqual([]);
});

test('breaks off in the middle of an answer', async () => {
  const index = await indexForTest();
  index.inject({ route: 'audience', kind: { type: 'reply-truncated' } });

  await expect(fetch(new URL('_/oidc/audience', index.url)).then((answer) => answer.text())).rejects.toThrow();
});

test('stays silent until the client gives up', async () => {
  const index = await indexForTest();
  index.inject({ route: 'simple', kind: { type: 'silence' } });

  await expect(fetch(index.simpleUrl, { signal: AbortSignal.timeout(100) })).rejects.toThrow();

  expect((await fetch(index.simpleUrl)).status).toBe(200);
});

test('answers late', async () => {
  const index = await indexForTest();
  index.inject({ route: 'audience', kind: { type: 'delay', milliseconds: 80 } });
  const start = performance.now();

  await fetch(new URL('_/oidc/audience', index.url));

  expect(performance.now() - start).toBeGreaterThan(70);
});

test('answers an HTML page where JSON belongs', async () => {
  const index = await indexForTest();
  index.inject({ route: 'audience', kind: { type: 'html' }, times: Infinity });

  const answer = await fetch(new URL('_/oidc/audience', index.url));

  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
  index.clearFaults();
  expect(await (await fetch(new URL('_/oidc/audience', index.url))).json()).toEqual({ audience: 'rehearsal' });
});

test('ends all tokens in the middle of a release', async () => {
  const index = await indexForTest();
  const token = await mintedToken(index, await signToken(githubClaims()));
  await upload(index, { token });

  index.expireTokens();

  const late = await upload(index, { token, filename: 'sample-2.0.tar.gz' });
  const renewed = await upload(index, { token: await mintedToken(index, await signToken(githubClaims())), filename: 'sample-3.0.tar.gz' });
  expect([late.status, late.statusText, renewed.status]).toEqual([403, 'Invalid API Token: token is expired', 200]);
});

test('forgets the bytes of a client that goes away', async () => {
  const temporaryFolder = await mkdtemp(join(tmpdir(), 'ropewalk-faults-'));
  onTestFinished(() => rm(temporaryFolder, { recursive: true }));
  const index = await indexForTest({ temporaryFolder });
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(Buffer.from('--b\r\nContent-Disposition: form-data; name="content"; filename="x-1.tar.gz"\r\n\r\nabc'));
    },
  });
  const request: RequestInit & { readonly duplex: 'half' } = {
    method: 'POST',
    body,
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
    signal: AbortSignal.timeout(100),
    duplex: 'half',
  };

  await expect(fetch(index.uploadUrl, request)).rejects.toThrow();

  await expect.poll(() => readdir(temporaryFolder, { recursive: true })).toEqual([expect.stringMatching(/^ropewalk-index-/)]);
  expect(index.errors()).toEqual([]);
  expect((await upload(index)).status).toBe(200);
});

test('answers 500 when the rules it was handed break, and keeps the reason', async () => {
  const bug = new Error('a bug in the rules');
  const index = await indexForTest({ checkDistribution: () => Promise.reject(bug) });

  const answer = await upload(index);

  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('a bug');
  expect(index.errors()).toEqual([bug]);
});
