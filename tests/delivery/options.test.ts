import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { indexProfiles } from '@ropewalk/local-index';
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

  test('an address that is not complete, and nothing of what may be secret in it is repeated', async () => {
    const folder = await openFolder();

    const ended = await run(folder, ['upload', ...(await writeRelease(folder, 1)), '-r', 'me:S3cret@index.example.com/legacy/?token=S3cret']);

    expect(ended).toMatchObject({ status: 2, stderr: expect.stringMatching(/index\.example\.com\/legacy\/ is neither .*\n.*https:\/\//) as string });
    expect(ended.stderr).not.toContain('S3cret');
  });

  test('an attestation among the files', async () => {
    const folder = await openFolder();
    const [path = ''] = await writeRelease(folder, 1);

    for (const command of ['publish', 'upload', 'rehearse']) {
      expect(await run(folder, [command, path, `${path}.publish.attestation`])).toMatchObject({ status: 2, stderr: expect.stringContaining('USAGE_FILE_NOT_FOUND') as string });
    }
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
    // What differs is said once.
    expect(ended.stderr.match(/somebody\/else/g)?.length).toBeLessThanOrEqual(2);
    expect(ended.stderr).not.toContain('Differs from');
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

  test('is compared with nothing where a token uploads and no attestations go, which is said before anything is sent', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const args = ['upload', ...(await writeRelease(folder, 1)), '--repository-url', index.uploadUrl.href, '--token', index.createToken(), '--no-wait'];

    const [expecting, plain] = [await run(folder, [...args, '--publisher', 'github:somebody/else', '--dry-run']), await run(folder, args)];

    expect(expecting.stderr.match(/^note: nothing at 127\.0\.0\.1:\d+ is compared with the publisher given: a token or password names nobody, and no attestations go there$/gm)).toHaveLength(1);
    expect(plain).toMatchObject({ status: 0, stderr: expect.not.stringContaining('publisher given') as string });
  });

  test('is compared with attestations only where a password uploads, which is said before anything is sent', async () => {
    const [folder, world, index] = [await openFolder(), await openDemoWorld(), await startIndex({ profile: indexProfiles.pypiserver, users: [{ username: 'me', password: 'secret' }] })];
    const files = await writeRelease(folder, 1);
    const env = await jobOf(world, folder);
    await run(folder, ['sign', ...files], env);
    const args = ['upload', ...files, '--repository-url', index.uploadUrl.href, '-u', 'me', '-p', 'secret', '--attestations', 'required', '--no-wait'];

    const other = await run(folder, [...args, '--publisher', 'github:somebody/else'], env);
    const same = await run(folder, [...args, '--publisher', 'github:ropewalk-rehearsal/sample'], env);

    for (const { stderr } of [other, same]) {
      expect(stderr.match(/^note: the publisher given is compared with attestations only, not with who uploads to 127\.0\.0\.1:\d+: a token or password names nobody$/gm)).toHaveLength(1);
    }
    expect(other).toMatchObject({ status: 1, stderr: expect.stringContaining('ATTESTATION_UNACCEPTABLE') as string });
    expect(same).toMatchObject({ status: 0 });
  });

  test('of a trusted publisher is compared with who uploads, and nothing more is said', async () => {
    const [folder, world] = [await openFolder(), await openDemoWorld()];

    const ended = await run(folder, ['publish', ...(await writeRelease(folder, 1)), '--publisher', 'github:ropewalk-rehearsal/sample'], await jobOf(world, folder));

    expect(ended).toMatchObject({ status: 0, stderr: expect.not.stringContaining('publisher given') as string });
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
