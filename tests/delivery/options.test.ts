import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { jobOf, openDemoWorld, openFolder, run, startIndex, stored, uploadsTo, writeRelease } from './world.ts';

describe('options that say nothing', () => {
  test.each([
    ['publish', '--publisher'],
    ['publish', '--workflow'],
    ['publish', '--repository-url'],
    ['upload', '--repository'],
    ['upload', '--token'],
    ['sign', '--publisher'],
    ['sign', '--trusted-root'],
    ['whoami', '--identity-token-file'],
  ])('%s %s "" is refused: it may not mean "whoever" or "wherever"', async (command, option) => {
    const folder = await openFolder();

    const ended = await run(folder, [command, ...(command === 'whoami' ? [] : await writeRelease(folder, 1)), option, '']);

    expect(ended).toMatchObject({ status: 2, stderr: expect.stringMatching(new RegExp(`${option} is given, but empty.*\\[USAGE_OPTION\\]`)) as string });
  });

  test('an empty variable is none', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const args = ['upload', ...(await writeRelease(folder, 1)), '--repository-url', index.uploadUrl.href, '--token', index.createToken()];

    expect(await run(folder, args, { ROPEWALK_REPOSITORY_URL: '', ROPEWALK_TOKEN: '', ROPEWALK_AUDIENCE: '' })).toMatchObject({ status: 0 });
  });
});

describe('options that name what is not there', () => {
  test.each([
    ['an identity provider', ['--identity', 'jenkins']],
    ['a file of a token', ['--identity-token-file', 'missing']],
    ['an identity module', ['--identity-module', 'missing.mjs']],
  ])('%s: exit 2', async (_, options) => {
    const folder = await openFolder();

    expect(await run(folder, ['publish', ...(await writeRelease(folder, 1)), ...options])).toMatchObject({ status: 2 });
  });

  test('an identity module that does not load says why', async () => {
    const folder = await openFolder();
    await writeFile(join(folder, 'mine.mjs'), "import 'nowhere-to-be-found';\n");

    const ended = await run(folder, ['publish', ...(await writeRelease(folder, 1)), '--identity-module', 'mine.mjs']);

    expect(ended).toMatchObject({ status: 4, stderr: expect.stringMatching(/cannot be loaded: .*nowhere-to-be-found/) as string });
  });

  test('the name of an index that is nearly one gets a suggestion', async () => {
    const folder = await openFolder();

    const ended = await run(folder, ['upload', ...(await writeRelease(folder, 1)), '-r', 'pipy']);

    expect(ended).toMatchObject({ status: 3, stderr: expect.stringContaining('Did you mean pypi?') as string });
  });

  test('the staging instance without its trusted root', async () => {
    const folder = await openFolder();

    const ended = await run(folder, ['sign', ...(await writeRelease(folder, 1)), '--staging']);

    expect(ended).toMatchObject({ status: 3, stderr: expect.stringMatching(/staging[\s\S]*--trusted-root/) as string });
    expect(ended.stderr).not.toContain('--fulcio-url');
  });
});

describe('--publisher', () => {
  test.each(['publish', 'upload'])('%s stops in the job of another repository, also when everything is on the index already', async (command) => {
    const [folder, world] = [await openFolder(), await openDemoWorld()];
    const files = await writeRelease(folder, 1);
    const env = await jobOf(world, folder);
    await run(folder, ['publish', ...files], env);

    const ended = await run(folder, [command, ...files, '--publisher', 'github:somebody/else'], env);

    expect(ended).toMatchObject({ status: 4, stdout: '', stderr: expect.stringContaining('IDENTITY_UNEXPECTED') as string });
    expect(ended.stderr).toContain('The index looks for');
    // Nobody is advised to register an identity that was not meant to publish.
    expect(ended.stderr).not.toContain('Add or correct');
    expect(uploadsTo(world.index)).toBe(1);
  });

  test('sends nothing without attestations either', async () => {
    const [folder, world] = [await openFolder(), await openDemoWorld()];

    const ended = await run(folder, ['publish', ...(await writeRelease(folder, 1)), '--attestations', 'off', '--publisher', 'github:somebody/else'], await jobOf(world, folder));

    expect(ended).toMatchObject({ status: 4, stderr: expect.stringContaining('IDENTITY_UNEXPECTED') as string });
    expect(stored(world.index)).toEqual({});
    expect(world.index.requests().filter(({ path }) => path.endsWith('/mint-token'))).toEqual([]);
  });

  test('whoami, which asks for no token, does not take it', async () => {
    expect(await run(await openFolder(), ['whoami', '--publisher', 'github:somebody/else'])).toMatchObject({ status: 2 });
  });
});

test.each([
  ['an error of its own', "throw new TypeError('the vault is closed')", /identity module mine\.mjs failed.*the vault is closed/i],
  ['what is no token', "return 'a string'", /identity module mine\.mjs/i],
  ['a token that breaks', "return { reveal() { throw new TypeError('lost') } }", /identity module mine\.mjs failed.*lost/i],
])('an identity module that answers with %s is named, exit 4', async (_, answer, message) => {
  const [folder, world] = [await openFolder(), await openDemoWorld()];
  const { ROPEWALK_FULCIO_URL = '', ROPEWALK_REKOR_URL = '', ROPEWALK_TRUSTED_ROOT = '' } = await jobOf(world, folder);
  await writeFile(join(folder, 'mine.mjs'), `export const identity = { name: 'mine', detect: async () => ({ provider: 'mine', requestToken: async () => { ${answer}; } }) };\n`);

  const ended = await run(folder, ['sign', ...(await writeRelease(folder, 1)), '--identity-module', 'mine.mjs'], { ROPEWALK_FULCIO_URL, ROPEWALK_REKOR_URL, ROPEWALK_TRUSTED_ROOT });

  expect(ended).toMatchObject({ status: 4, stderr: expect.stringMatching(message) as string });
});
