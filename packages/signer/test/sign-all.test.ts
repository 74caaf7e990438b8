import { setTimeout as pause } from 'node:timers/promises';
import { resultOf } from '@ropewalk/core';
import type { SigstoreBundle } from '@ropewalk/pep740';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signAll, type SignAllOptions, type SignEvent, type Signer } from '../src/index.ts';
import { startWorld, statement, type World } from './world.ts';

const statements = Array.from({ length: 20 }, (_, index) => statement(index));

async function eventsOf(signer: Signer, options?: SignAllOptions): Promise<readonly SignEvent[]> {
  const events: SignEvent[] = [];
  for await (const event of signAll(signer, statements, options)) events.push(event);
  return events;
}

/** A signer whose signatures come in any order, and that counts how many are being made. */
function shuffledSigner(): Signer & { readonly most: () => number } {
  let [running, most] = [0, 0];
  return {
    most: () => most,
    prepare: () => Promise.reject(new Error('not needed')),
    async sign(bytes) {
      running += 1;
      most = Math.max(most, running);
      await pause(Buffer.from(bytes).toString().includes('1.0.0.') ? 40 : Math.random() * 8);
      running -= 1;
      return { mediaType: Buffer.from(bytes).toString(), verificationMaterial: {}, dsseEnvelope: {} };
    },
  };
}

describe('several statements', () => {
  test('are signed in parallel, eight at a time, and handed out in their order', async () => {
    const signer = shuffledSigner();

    const events = await eventsOf(signer);

    const ends = events.filter((event) => event.type === 'sign-end');
    expect(ends.map(({ index }) => index)).toEqual(statements.map((_, index) => index));
    expect(ends.map(({ bundle }) => bundle.mediaType)).toEqual(statements.map((bytes) => Buffer.from(bytes).toString()));
    expect(signer.most()).toBe(8);
  });

  test('are signed with as many in flight as was asked for', async () => {
    const [one, three] = [shuffledSigner(), shuffledSigner()];

    await eventsOf(one, { concurrency: 1 });
    await eventsOf(three, { concurrency: 3 });

    expect([one.most(), three.most()]).toEqual([1, 3]);
  });

  test('are handed out as they are done where that is wished, and still end in their order', async () => {
    const events = await eventsOf(shuffledSigner(), { inOrder: false });

    const indexes = events.filter((event) => event.type === 'sign-end').map(({ index }) => index);
    const last = events.at(-1);
    expect(indexes).not.toEqual(statements.map((_, index) => index));
    expect(indexes.toSorted((a, b) => a - b)).toEqual(statements.map((_, index) => index));
    expect(last?.type === 'sign-result' ? last.result.map(({ mediaType }) => mediaType) : []).toEqual(statements.map((bytes) => Buffer.from(bytes).toString()));
  });

  test('begin before they end, and end with all bundles in one event', async () => {
    const events = await eventsOf(shuffledSigner());

    expect(events.filter(({ type }) => type === 'sign-start')).toHaveLength(20);
    expect(events.at(-1)).toMatchObject({ type: 'sign-result', result: { length: 20 } });
  });

  test('may be none', async () => {
    expect(await resultOf<readonly SigstoreBundle[]>(signAll(shuffledSigner(), []))).toEqual([]);
  });
});

describe('a run that ends early', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  test('stops its requests when the loop is left', async () => {
    for await (const event of signAll(world.signer(), statements)) if (event.type === 'sign-end') break;

    await pause(100);
    expect(world.sigstore.transparencyLog.tree.size).toBeLessThan(20);
  });

  test('stops at the caller’s signal', async () => {
    const controller = new AbortController();
    world.sigstore.misbehave('rekor', { kind: 'silent' });
    setTimeout(() => controller.abort(), 50);

    const failed = eventsOf(world.signer(), { signal: controller.signal });

    await expect(failed).rejects.toMatchObject({ code: 'HTTP_ABORTED' });
    world.sigstore.behave();
  });

  test('stops when its time is over, and says what remains', async () => {
    // A log of its own: a request that an earlier test broke off may still arrive, and would be one of the five.
    const own = await startWorld();
    own.sigstore.misbehave('rekor', { kind: 'silent' }, { after: 5 });

    const failed = eventsOf(own.signer({ patience: { attemptMs: 60_000 } }), { timeoutMs: 5000 });

    await expect(failed).rejects.toMatchObject({ code: 'SIGNING_TIMEOUT', message: expect.stringContaining('15 of 20 remain'), remaining: { length: 15 } });
    await own.close();
  });

  test('does not take others along who wait for the same certificate', async () => {
    world.sigstore.misbehave('fulcio', { kind: 'slow', delayMs: 150 }, { times: 1 });
    const signer = world.signer();
    const controller = new AbortController();

    const impatient = signer.prepare({ signal: controller.signal });
    const patient = signer.prepare();
    controller.abort();

    await expect(impatient).rejects.toMatchObject({ code: 'HTTP_ABORTED' });
    expect((await patient).issuer).toBe('https://token.actions.githubusercontent.com');
  });
});
