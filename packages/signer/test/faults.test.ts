import type { Fault, FaultPlan } from '@ropewalk/local-sigstore';
import { createBundleVerifier } from '@ropewalk/sigstore-verifier';
import type { SigstoreBundle } from '@ropewalk/pep740';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SignerError, signAll, type SignAllOptions, type Signer } from '../src/index.ts';
import { startWorld, statement, type World } from './world.ts';

const FILES = 30;
const statements = Array.from({ length: FILES }, (_, index) => statement(index));
// Long enough for a busy machine; only a silent service makes a test wait for it.
const patience = { attemptMs: 3000, retries: 3 };

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

interface Run {
  readonly bundles: ReadonlyMap<number, SigstoreBundle>;
  readonly error: unknown;
}

/** Signs what is asked for, and keeps what it got, as a release does. */
async function run(signer: Signer, positions: readonly number[], options: SignAllOptions = {}): Promise<Run> {
  const bundles = new Map<number, SigstoreBundle>();
  try {
    const wanted = positions.map((position) => statements[position] ?? expect.fail());
    for await (const event of signAll(signer, wanted, options)) {
      if (event.type === 'sign-end') bundles.set(positions[event.index] ?? -1, event.bundle);
    }
  } catch (error) {
    return { bundles, error };
  }
  return { bundles, error: undefined };
}

const all = statements.map((_, index) => index);

describe('a release of 30 files is signed whole, each file logged once,', () => {
  test.each<[string, 'fulcio' | 'rekor', Fault, FaultPlan]>([
    ['when the log is slow', 'rekor', { kind: 'slow', delayMs: 20 }, {}],
    ['when Fulcio is slow', 'fulcio', { kind: 'slow', delayMs: 100 }, {}],
    ['when Fulcio does not answer at first', 'fulcio', { kind: 'silent' }, { times: 1 }],
    ['when Fulcio breaks the connection at first', 'fulcio', { kind: 'reset' }, { times: 2 }],
    ['when Fulcio’s reply is lost', 'fulcio', { kind: 'reply-lost' }, { times: 1 }],
    ['when Fulcio answers 500 at first', 'fulcio', { kind: 'status', status: 500 }, { times: 3 }],
    ['when Fulcio answers 429 at first', 'fulcio', { kind: 'status', status: 429, retryAfter: '1' }, { times: 3 }],
    ['when the log does not answer twice', 'rekor', { kind: 'silent' }, { after: 5, times: 2 }],
    ['when the log breaks connections in the middle of answers', 'rekor', { kind: 'reset' }, { after: 5, times: 4 }],
    ['when replies are lost although the entry was made', 'rekor', { kind: 'reply-lost' }, { after: 3, times: 5 }],
    ['when the log answers 500 for a while', 'rekor', { kind: 'status', status: 500 }, { after: 10, times: 3 }],
    ['when the log answers 503 for a while', 'rekor', { kind: 'status', status: 503 }, { after: 10, times: 3 }],
    ['when the log answers 408', 'rekor', { kind: 'status', status: 408 }, { times: 2 }],
    ['when the log answers 425', 'rekor', { kind: 'status', status: 425 }, { times: 2 }],
    ['when the log asks to slow down', 'rekor', { kind: 'status', status: 429, retryAfter: '2' }, { after: 10, times: 3 }],
    ['when every entry is said to exist already', 'rekor', { kind: 'conflict' }, {}],
  ])('%s', async (_name, service, fault, plan) => {
    world.sigstore.misbehave(service, fault, plan);

    const { bundles, error } = await run(world.signer({ patience }), all);

    expect(error).toBeUndefined();
    const verifier = createBundleVerifier(world.trustedRoot);
    const payloads = [...bundles.values()].map((bundle) => Buffer.from(verifier.verify(bundle, { profile: 'pep740' }).payload).toString());
    expect(payloads).toEqual(statements.map((bytes) => Buffer.from(bytes).toString()));
    expect(world.sigstore.transparencyLog.tree.size).toBe(FILES);
  });
});

describe('a service that stays away', () => {
  test.each<[string, 'fulcio' | 'rekor', Fault, string]>([
    ['Fulcio answers 500', 'fulcio', { kind: 'status', status: 500 }, 'FULCIO_UNAVAILABLE'],
    ['Fulcio is silent', 'fulcio', { kind: 'silent' }, 'FULCIO_UNAVAILABLE'],
    ['Fulcio says no', 'fulcio', { kind: 'status', status: 403 }, 'FULCIO_REFUSED'],
    ['the log answers 500', 'rekor', { kind: 'status', status: 500 }, 'REKOR_UNAVAILABLE'],
    ['the log is silent', 'rekor', { kind: 'silent' }, 'REKOR_UNAVAILABLE'],
    ['the log says no', 'rekor', { kind: 'status', status: 400 }, 'REKOR_REFUSED'],
  ])('ends the run with an error that names it and what remains: %s', async (_name, service, fault, code) => {
    world.sigstore.misbehave(service, fault);

    const { bundles, error } = await run(world.signer({ patience: { attemptMs: service === 'fulcio' || fault.kind === 'silent' ? 1000 : 3000, retries: 1 } }), all);

    const { host } = service === 'fulcio' ? world.sigstore.fulcioUrl : world.sigstore.rekorUrl;
    expect(error).toMatchObject({ code, message: expect.stringContaining(host), remaining: all });
    expect(error).toMatchObject({ message: expect.stringContaining('30 of 30 remain to be signed') });
    expect(bundles.size).toBe(0);
  });

  test('ends the run, and the second run signs only what is missing', async () => {
    world.sigstore.misbehave('rekor', { kind: 'status', status: 500 }, { after: 12 });
    const first = await run(world.signer({ patience: { attemptMs: 10_000, retries: 0 } }), all);
    world.sigstore.behave();

    const { remaining = [] } = first.error instanceof SignerError ? first.error : expect.fail();
    const second = await run(world.signer(), remaining);

    expect(first.bundles.size).toBe(12);
    expect(second.error).toBeUndefined();
    expect([...first.bundles.keys(), ...second.bundles.keys()].toSorted((a, b) => a - b)).toEqual(all);
    expect(world.sigstore.transparencyLog.tree.size).toBe(FILES);
  });
});

describe('a certificate that must not be used is never logged:', () => {
  test.each<[string, Fault]>([
    ['another authority issued it', { kind: 'foreign-certificate' }],
    ['it has ended', { kind: 'expired-certificate' }],
    ['it has not begun', { kind: 'future-certificate' }],
    ['it is for another key', { kind: 'other-key' }],
    ['it has no SCT', { kind: 'no-sct' }],
    ['its SCT is detached and empty', { kind: 'detached-sct' }],
    ['its SCT comes from an unknown log', { kind: 'foreign-sct' }],
  ])('%s', async (_name, fault) => {
    world.sigstore.misbehave('fulcio', fault);

    const signed = world.signer().sign(statement());

    await expect(signed).rejects.toMatchObject({ code: 'CERTIFICATE_WRONG', message: expect.stringContaining(world.sigstore.fulcioUrl.host) });
    expect(world.sigstore.transparencyLog.tree.size).toBe(0);
  });
});

describe('a log that lies is caught:', () => {
  test.each<[string, Fault]>([
    ['its proof leads elsewhere', { kind: 'wrong-proof' }],
    ['its root hash is not the checkpoint’s', { kind: 'wrong-root' }],
    ['its checkpoint is signed by another key', { kind: 'wrong-checkpoint' }],
    ['its promise is over another time', { kind: 'wrong-promise' }],
    ['its entry is another one', { kind: 'other-entry' }],
  ])('%s', async (_name, fault) => {
    await world.signer().sign(statement(1));
    world.sigstore.misbehave('rekor', fault);

    const signed = world.signer().sign(statement(2));

    await expect(signed).rejects.toMatchObject({ code: 'LOG_ENTRY_WRONG', message: expect.stringContaining(world.sigstore.rekorUrl.host) });
  });
});

describe('pauses between attempts', () => {
  test('grow, and honour what the service asks for', async () => {
    world.sigstore.misbehave('rekor', { kind: 'status', status: 503 }, { times: 2 });
    world.sigstore.misbehave('rekor', { kind: 'status', status: 429, retryAfter: '7' }, { after: 2, times: 1 });

    await world.signer().sign(statement());

    const [first = 0, second = 0, third = 0] = world.pauses;
    expect(second).toBeGreaterThan(first);
    expect(third).toBe(7000);
  });
});

describe('clocks', () => {
  test.each([
    ['ahead of', 3],
    ['behind', -3],
  ])('may differ: Sigstore’s three minutes %s this machine’s', async (_name, minutes) => {
    const skewed = await startWorld({ now: () => new Date(Date.now() + minutes * 60_000), ciNow: () => new Date() });

    const bundle = await skewed.signer().sign(statement());

    await skewed.close();
    expect(createBundleVerifier(skewed.trustedRoot).verify(bundle, { profile: 'pep740' }).payload).toBeDefined();
  });

  test('may not differ so much that the signature would come from the future', async () => {
    const behind = () => new Date(Date.now() - 3_600_000);

    const signed = world.signer({ now: behind }).sign(statement());

    await expect(signed).rejects.toMatchObject({ code: 'CLOCK_WRONG', message: expect.stringMatching(/3(?:599|600|601) seconds behind/) });
    expect(world.sigstore.transparencyLog.tree.size).toBe(0);
  });
});
