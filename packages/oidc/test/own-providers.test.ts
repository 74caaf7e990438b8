import { startLocalCi, type LocalCi } from '@ropewalk/local-ci';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadIdentityModule, tokenFileIdentity } from '../src/index.ts';
import { errorOf, everythingVisible } from './leaks.ts';

let ci: LocalCi;
let folder: string;
beforeAll(async () => {
  ci = await startLocalCi();
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-own-'));
});
afterAll(async () => {
  await ci.close();
  await rm(folder, { recursive: true });
});

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('tokens in files', () => {
  test('are chosen by their audience and read anew each time', async () => {
    const sigstore = await file('sigstore', `${await ci.issueToken('github', { audience: 'sigstore' })}\n`);
    const index = await file('index', await ci.issueToken('github', { audience: 'pypi' }));
    const identity = await tokenFileIdentity({ files: [sigstore, index] }).detect();

    const first = await identity?.requestToken('pypi');
    await file('index', await ci.issueToken('github', { audience: 'pypi' }));
    const second = await identity?.requestToken('pypi');

    expect([first?.audience, second?.audience]).toStrictEqual(['pypi', 'pypi']);
    expect(first?.claims['jti']).not.toBe(second?.claims['jti']);
  });

  test('of other audiences are refused, with the files named and their content kept', async () => {
    const jwt = await ci.issueToken('github', { audience: 'vault' });
    const identity = await tokenFileIdentity({ files: [await file('vault', jwt)] }).detect();

    const error = await errorOf(identity?.requestToken('pypi') ?? Promise.resolve());

    expect(error).toMatchObject({ code: 'IDENTITY_TOKEN_MISMATCH', message: expect.stringContaining('vault') });
    expect(everythingVisible(error)).not.toContain(jwt.split('.')[1]);
  });

  test('that are none, or not there, are told apart', async () => {
    const secret = 'not-a-jwt-but-a-secret';
    const malformed = await tokenFileIdentity({ files: [await file('malformed', secret)] }).detect();
    const missing = await tokenFileIdentity({ files: [join(folder, 'missing')] }).detect();

    const error = await errorOf(malformed?.requestToken('pypi') ?? Promise.resolve());

    expect(error).toMatchObject({ code: 'IDENTITY_TOKEN_MALFORMED' });
    expect(everythingVisible(error)).not.toContain(secret);
    expect(await errorOf(missing?.requestToken('pypi') ?? Promise.resolve())).toMatchObject({ code: 'IDENTITY_REQUEST_FAILED' });
  });
});

describe('a module of one’s own', () => {
  const provider = "{ name: 'mine', detect: async () => ({ provider: 'mine', requestToken: async () => { throw new Error('x'); } }) }";

  test.each([
    ['an object', `export const identity = ${provider};`],
    ['a function', `export function identity() { return ${provider}; }`],
    ['an async default export', `export default async () => (${provider});`],
  ])('that exports %s is loaded', async (name, text) => {
    await file(`${name.replaceAll(' ', '-')}.mjs`, text);

    const loaded = await loadIdentityModule(`./${name.replaceAll(' ', '-')}.mjs`, { folder });

    expect(await loaded.detect()).toMatchObject({ provider: 'mine' });
  });

  test.each([
    ['nothing', 'nothing', 'export const other = 1;'],
    ['no provider', 'no-provider', "export const identity = { name: 'mine' };"],
    ['what does not run', 'broken', 'throw new Error("broken");'],
  ])('that exports %s is refused', async (_name, name, text) => {
    const path = await file(`${name}.mjs`, text);

    expect(await errorOf(loadIdentityModule(path))).toMatchObject({ code: 'IDENTITY_UNUSABLE' });
  });

  test('that is not there is refused', async () => {
    expect(await errorOf(loadIdentityModule('./missing.mjs', { folder }))).toMatchObject({ code: 'IDENTITY_UNUSABLE', message: expect.stringContaining('./missing.mjs') });
  });
});
