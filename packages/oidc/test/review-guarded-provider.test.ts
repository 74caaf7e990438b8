import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalCi } from '@ropewalk/local-ci';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadIdentityModule } from '../src/index.ts';

async function moduleOf(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ropewalk-guarded-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'mine.mjs');
  await writeFile(path, text);
  return path;
}

/** A module whose identity answers with `answer`, an expression. */
function identityThat(answer: string): string {
  return `export const identity = { name: 'mine', detect: async () => ({ provider: 'mine', requestToken: async (audience) => ${answer} }) };`;
}

async function tokenOf(path: string): Promise<unknown> {
  const identity = await (await loadIdentityModule(path)).detect();
  return identity?.requestToken('pypi');
}

describe('an identity module that does not do what it should', () => {
  test.each([
    ['throws while it is loaded', 'export const identity = () => { throw new Error("no agent"); };', 'IDENTITY_REQUEST_FAILED'],
    ['throws in detect', 'export const identity = { name: "mine", detect: () => { throw new Error("no agent"); } };', 'IDENTITY_REQUEST_FAILED'],
    ['throws in requestToken', identityThat(`{ throw new Error("no agent"); }`), 'IDENTITY_REQUEST_FAILED'],
    ['finds what is no identity', 'export const identity = { name: "mine", detect: async () => 5 };', 'IDENTITY_UNUSABLE'],
    ['gives a text for a token', identityThat('"jwt"'), 'IDENTITY_UNUSABLE'],
    ['gives no token', identityThat('undefined'), 'IDENTITY_UNUSABLE'],
    ['gives what is no JWT', identityThat('({ reveal: () => "x" })'), 'IDENTITY_TOKEN_MALFORMED'],
  ])('and %s is named in a coded error', async (_what, text, code) => {
    const path = await moduleOf(text);

    await expect(tokenOf(path)).rejects.toMatchObject({ code, ...(code === 'IDENTITY_TOKEN_MALFORMED' ? {} : { message: expect.stringContaining(path) as string }) });
  });

  test('gives no token for another audience than was asked for', async () => {
    const ci = await startLocalCi();
    onTestFinished(() => ci.close());
    const jwt = await ci.issueToken('github', { audience: 'sigstore' });
    const path = await moduleOf(identityThat(`({ audience, issuer: 'x', claims: {}, reveal: () => ${JSON.stringify(jwt)} })`));

    await expect(tokenOf(path)).rejects.toMatchObject({ code: 'IDENTITY_TOKEN_MISMATCH' });
  });

  test('repeats no token that is in what it throws', async () => {
    const path = await moduleOf('export const identity = { name: "mine", detect: () => { throw new Error("bad eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl"); } };');

    await expect(tokenOf(path)).rejects.toMatchObject({ message: expect.stringMatching(/^((?!eyJ).)*$/) as string });
  });
});
