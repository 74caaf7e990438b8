import { HttpError } from '@ropewalk/core';
import { createHttpClient } from '@ropewalk/http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sampleEntry } from './sample-entry.ts';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.sigstore.behave());
afterAll(() => world.close());

const entries = () => new URL('api/v1/log/entries', world.sigstore.rekorUrl);
const propose = () => world.post(entries(), sampleEntry().proposed);
const status = async () => (await propose()).status;
const logged = () => world.sigstore.transparencyLog.tree.size;

describe('a fault', () => {
  test('strikes as many requests as planned, after as many good ones', async () => {
    world.sigstore.misbehave('rekor', { kind: 'status', status: 503 }, { after: 2, times: 2 });

    expect([await status(), await status(), await status(), await status(), await status()]).toEqual([201, 201, 503, 503, 201]);
  });

  test('may follow another, and ends when told', async () => {
    world.sigstore.misbehave('rekor', { kind: 'status', status: 500 }, { times: 1 });
    world.sigstore.misbehave('rekor', { kind: 'status', status: 429, retryAfter: '3' });

    expect([await status(), await status()]).toEqual([500, 429]);
    expect((await propose()).headers['retry-after']).toBe('3');
    world.sigstore.behave();
    expect(await status()).toBe(201);
  });

  test('leaves reading alone', async () => {
    world.sigstore.misbehave('rekor', { kind: 'status', status: 500 });

    expect((await world.get(new URL('api/v1/log', world.sigstore.rekorUrl))).status).toBe(200);
  });

  test('of one service leaves the other alone', async () => {
    world.sigstore.misbehave('fulcio', { kind: 'status', status: 500 });

    expect(await status()).toBe(201);
  });

  test.each(['reset', 'reply-lost'] as const)('%s breaks the connection after the work is done', async (kind) => {
    const before = logged();
    world.sigstore.misbehave('rekor', { kind });

    await expect(propose()).rejects.toMatchObject({ code: 'HTTP_UNREACHABLE' });
    expect(logged()).toBe(before + 1);
  });

  test('silent takes the request, does nothing and never answers', async () => {
    const before = logged();
    const http = createHttpClient({ loopbackOnly: true });
    world.sigstore.misbehave('rekor', { kind: 'silent' });

    const asked = http.request({ url: entries(), method: 'POST', body: JSON.stringify(sampleEntry().proposed), timeoutMs: 200 });

    await expect(asked).rejects.toSatisfy((error) => error instanceof HttpError && error.code === 'HTTP_TIMEOUT');
    expect(logged()).toBe(before);
    await http.close();
  });

  test('slow only takes its time', async () => {
    world.sigstore.misbehave('rekor', { kind: 'slow', delayMs: 120 });
    const start = performance.now();

    expect(await status()).toBe(201);
    expect(performance.now() - start).toBeGreaterThan(110);
  });
});

test('every request is counted', async () => {
  const before = world.sigstore.requests();

  await propose();
  await world.get(new URL('healthz', world.sigstore.fulcioUrl));

  const after = world.sigstore.requests();
  expect({ fulcio: after.fulcio - before.fulcio, rekor: after.rekor - before.rekor }).toEqual({ fulcio: 1, rekor: 1 });
});

test('answers carry the clock that was given', async () => {
  const dated = await startWorld({ now: () => new Date('2026-05-06T07:08:09Z') });

  const { headers } = await dated.get(new URL('api/v1/log', dated.sigstore.rekorUrl));

  await dated.close();
  expect(headers['date']).toBe('Wed, 06 May 2026 07:08:09 GMT');
});
