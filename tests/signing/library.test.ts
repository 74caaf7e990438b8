import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { resultOf } from '@ropewalk/core';
import { createHttpClient } from '@ropewalk/http';
import { ciProviders } from '@ropewalk/oidc';
import { sign, type SignOptions } from '@ropewalk/publish';
import { startSigningWorld, type SigningWorld } from './world.ts';

let world: SigningWorld;
const http = createHttpClient({ loopbackOnly: true });
beforeEach(async () => {
  world = await startSigningWorld(3);
});
afterEach(() => world.close());

function options(extra: SignOptions = {}): SignOptions {
  const env = world.jobEnv();
  const [identity] = ciProviders({ env, http });
  if (identity === undefined) throw new Error('There is no provider.');
  return { identity, env, http, ...extra };
}

describe('sign, from code', () => {
  test('tells step by step, and the result comes last', async () => {
    const types: string[] = [];
    for await (const { type } of sign(world.files, options())) types.push(type);

    expect(types).toEqual([
      'files-read',
      'identity-found',
      'log-notice',
      'signer-ready',
      ...world.files.flatMap(() => ['attestation-end', 'attestation-kept']),
      'sign-end',
    ]);
  });

  test('leaves no trace in the log when the loop is left at the notice', async () => {
    for await (const event of sign(world.files, options())) if (event.type === 'log-notice') break;

    expect(world.sigstore.requests()).toEqual({ fulcio: 0, rekor: 0 });
    expect(await world.listing()).toHaveLength(3);
  });

  test('writes nothing for files given as bytes: their attestations are in the result', async () => {
    const bytes = await readFile(world.files[0] ?? '');

    const { files } = await resultOf(sign([{ filename: 'signing_demo-2.0.tar.gz', bytes }], options({ slsa: true })));

    expect(files).toMatchObject([{ file: 'signing_demo-2.0.tar.gz', attestations: [{ kind: 'publish', paths: [] }, { kind: 'slsa', paths: [] }], missing: [] }]);
    expect(await world.listing()).toHaveLength(3);
  });

  test('says what is signed and what is missing before it throws', async () => {
    world.sigstore.misbehave('rekor', { kind: 'wrong-root' }, { after: 1 });
    let missing: readonly string[] = [];
    const run = async (): Promise<void> => {
      for await (const event of sign(world.files, options({ signingConcurrency: 1 }))) {
        if (event.type === 'sign-end') missing = event.result.files.filter((file) => file.missing.length > 0).map(({ file }) => file);
      }
    };

    await expect(run()).rejects.toMatchObject({ code: 'LOG_ENTRY_WRONG' });
    expect(missing).toEqual(['signing_demo-1.0-cp31-none-any.whl', 'signing_demo-1.0-cp32-none-any.whl']);
  });

  test('signs no more at once than it may', async () => {
    world.sigstore.misbehave('rekor', { kind: 'wrong-root' });

    await expect(resultOf(sign(world.files, options({ signingConcurrency: 2 })))).rejects.toMatchObject({ code: 'LOG_ENTRY_WRONG' });

    expect(world.sigstore.requests().rekor).toBe(2);
  });

  test('asks the CI for one token', async () => {
    let tokens = 0;
    const { identity, ...rest } = options();
    const counting = {
      name: 'counting',
      detect: async () => {
        const found = await identity?.detect();
        return found && { provider: found.provider, requestToken: (audience: string) => ((tokens += 1), found.requestToken(audience)) };
      },
    };

    await resultOf(sign(world.files, { ...rest, identity: counting }));

    expect(tokens).toBe(1);
  });

  test('is misuse without files', async () => {
    await expect(resultOf(sign([], options()))).rejects.toMatchObject({ code: 'RELEASE_REFUSED' });
  });

  test('refuses the same name twice', async () => {
    await expect(resultOf(sign([...world.files, ...world.files], options()))).rejects.toMatchObject({ code: 'RELEASE_REFUSED' });
  });
});
