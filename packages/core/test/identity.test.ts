import { describe, expect, test } from 'vitest';
import { IdentityError } from '../src/identity-error.ts';
import { firstOf, type IdentityProvider } from '../src/identity.ts';

function provider(name: string, detect: IdentityProvider['detect']): IdentityProvider {
  return { name, detect };
}

const absent = provider('absent', async () => undefined);
const present = provider('present', async () => ({ provider: 'present', requestToken: () => Promise.reject(new Error('not asked')) }));
const broken = provider('broken', async () => {
  throw new IdentityError({ code: 'IDENTITY_PERMISSION_MISSING', message: 'It may not.', remedy: 'Let it.' });
});

describe('several providers as one', () => {
  test('“not here” moves on to the next', async () => {
    expect(await firstOf(absent, present, broken).detect()).toMatchObject({ provider: 'present' });
  });

  test('“here, but broken” stops', async () => {
    await expect(firstOf(absent, broken, present).detect()).rejects.toMatchObject({ code: 'IDENTITY_PERMISSION_MISSING' });
  });

  test('none of them here is not here', async () => {
    expect(await firstOf(absent).detect()).toBeUndefined();
    expect(await firstOf().detect()).toBeUndefined();
  });

  test('is a provider itself, so that it composes', async () => {
    expect(await firstOf(firstOf(absent), firstOf(present)).detect()).toMatchObject({ provider: 'present' });
  });

  test('hands the signal to each', async () => {
    const { signal } = new AbortController();
    const seen: unknown[] = [];
    const noting = provider('noting', async (options) => void seen.push(options?.signal));

    await firstOf(noting, noting).detect({ signal });

    expect(seen).toEqual([signal, signal]);
  });
});
