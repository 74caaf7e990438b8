import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { fixedCredential, mintedCredential, type UploadTokenSource } from '../src/index.ts';

const url = new URL('https://index.example/legacy/');
const origin = url.origin;

/** A source that notes which tokens it is told were refused, and gives the next one then. */
function notingSource(): UploadTokenSource & { readonly told: readonly (string | undefined)[] } {
  const told: (string | undefined)[] = [];
  let number = 1;
  return {
    told,
    async token({ refused } = {}) {
      told.push(refused?.reveal());
      if (refused !== undefined) number += 1;
      const mine = `minted-secret-${number}`;
      return { expiresAt: new Date(Date.now() + 900_000), reveal: () => mine };
    },
  };
}

describe('a minted credential that the index refused', () => {
  test('names the refused token to its source, and gives the next one', async () => {
    const tokens = notingSource();
    const credential = mintedCredential({ source: 'trusted publishing', origin }, tokens);
    const first = await credential.authorization(url);

    const second = await credential.authorization(url, { refused: first });

    expect(tokens.told).toEqual([undefined, 'minted-secret-1']);
    expect(second).not.toBe(first);
    expect(await credential.authorization(url)).toBe(second);
  });

  test('does not take back the one that came in its place', async () => {
    const tokens = notingSource();
    const credential = mintedCredential({ source: 'trusted publishing', origin }, tokens);
    const first = await credential.authorization(url);
    const second = await credential.authorization(url, { refused: first });

    const late = await credential.authorization(url, { refused: first });

    expect(late).toBe(second);
    expect(tokens.told).toEqual([undefined, 'minted-secret-1', undefined]);
  });

  test('shows no secret, not even in the error of its source', async () => {
    const tokens = notingSource();
    const failing: UploadTokenSource = { token: async (options) => (options?.refused === undefined ? tokens.token(options) : Promise.reject(new Error('no more'))) };
    const credential = mintedCredential({ source: 'trusted publishing', origin }, failing);
    const first = await credential.authorization(url);

    const error: unknown = await credential.authorization(url, { refused: first }).catch((reason: unknown) => reason);

    const seen = [credential, error].map((value) => `${inspect(value, { showHidden: true, depth: Infinity })} ${JSON.stringify(value)} ${String(value)}`).join();
    expect(seen).toContain('no more');
    expect(seen).not.toContain('minted-secret');
    expect(seen).not.toContain(first.slice('Basic '.length));
  });
});

test('a fixed credential has no other than itself', async () => {
  const credential = fixedCredential({ source: 'a test', kind: 'token', username: '__token__', origin }, 'kept-secret');
  const first = await credential.authorization(url);

  expect(await credential.authorization(url, { refused: first })).toBe(first);
});
