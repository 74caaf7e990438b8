import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { jobOf, openDemoWorld, openFolder, run, startIndex, stored, writeRelease } from './world.ts';

const secret = 'a-password-nobody-may-see';

/** Writes a program that stands for Python's keyring. */
async function writeKeyring(folder: string, answer: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'keyring'), `#!/bin/sh\necho "$@" >> "${folder}/asked"\nprintf '%s\\n' '${answer}'\n`);
  await chmod(join(folder, 'keyring'), 0o755);
  return `${folder}:${process.env['PATH'] ?? ''}`;
}

async function writePypirc(folder: string, url: string, login: string): Promise<void> {
  await writeFile(join(folder, '.pypirc'), `[distutils]\nindex-servers = mine\n\n[mine]\nrepository: ${url}\n${login}`);
}

describe('whoami', () => {
  test('tells which source wins and what the others have, and shows no secret', async () => {
    const folder = await openFolder();
    await writePypirc(folder, 'https://index.example.com/legacy/', `username = me\npassword = ${secret}\n`);
    await writeFile(join(folder, '.netrc'), `machine index.example.com login other password ${secret}-netrc\n`, { mode: 0o600 });

    const ended = await run(folder, ['whoami', '-r', 'mine'], { TWINE_PASSWORD: `${secret}-env` });

    expect(ended).toMatchObject({ status: 0 });
    expect(ended.stdout).toMatch(/as __token__, from .*TWINE_PASSWORD/);
    expect(ended.stdout).toMatch(/the options: none/);
    expect(ended.stdout).toMatch(/section \[mine\].*not used/s);
    expect(ended.stdout + ended.stderr).not.toContain(secret);
  });

  test('a PyPI token is read on this machine: its index, projects and end', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const token = index.createToken({ projects: ['fault-demo'], expiresAt: new Date('2099-01-02T03:04:05Z') });

    const ended = await run(folder, ['whoami', '--repository-url', index.uploadUrl.href, '--token', token]);

    expect(ended).toMatchObject({ status: 0 });
    expect(ended.stdout).toMatch(/a token of 127\.0\.0\.1 for fault-demo; expires 2099-01-02T03:04:05/);
    expect(ended.stdout).not.toContain(token.slice(0, 24));
    expect(index.requests()).toEqual([]);
  });

  test('a token of another index is named, not used', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];

    const ended = await run(folder, ['whoami', '-r', 'pypi', '--token', index.createToken()]);

    expect(ended).toMatchObject({ status: 4 });
    expect(ended.stdout).toMatch(/was made by 127\.0\.0\.1 and was not sent to upload\.pypi\.org/);
    expect(ended.stdout).not.toContain('(used)');
  });

  test('in a CI job it is the job, and no token is spent to say so', async () => {
    const [folder, world] = [await openFolder(), await openDemoWorld()];

    const ended = await run(folder, ['whoami', '--json'], await jobOf(world, folder));

    expect(ended).toMatchObject({ status: 0 });
    expect(JSON.parse(ended.stdout)).toMatchObject({ schema: 'urn:ropewalk:schema:whoami:1', indexes: [{ provider: 'github', winner: { kind: 'minted' } }] });
    expect(world.index.requests()).toEqual([]);
  });

  test('names the repository that the environment speaks of', async () => {
    const ended = await run(await openFolder(), ['whoami'], { GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'octo-org/demo', ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:9/', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x' });

    expect(ended).toMatchObject({ status: 0, stdout: expect.stringContaining('as the github job of octo-org/demo, by trusted publishing') as string });
  });

  test('a configuration file that was named has to be readable, whoever wins', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];

    const ended = await run(folder, ['whoami', '--repository-url', index.uploadUrl.href, '--token', index.createToken(), '--config-file', 'missing']);

    expect(ended).toMatchObject({ status: 3, stderr: expect.stringContaining('CREDENTIAL_FILE_UNREADABLE') as string });
  });

  test('with nothing anywhere it says so and exits 4', async () => {
    const folder = await openFolder();

    expect(await run(folder, ['whoami'])).toMatchObject({ status: 4, stdout: expect.stringContaining('nobody') as string });
  });
});

describe('where an upload gets its credential', () => {
  const users = [{ username: 'me', password: secret }];

  test.each([
    ['options', ['-u', 'me', '-p', secret], {}],
    ['ROPEWALK_ variables', [], { ROPEWALK_USERNAME: 'me', ROPEWALK_PASSWORD: secret }],
    ['TWINE_ variables', [], { TWINE_USERNAME: 'me', TWINE_PASSWORD: secret }],
    ['UV_PUBLISH_ variables', [], { UV_PUBLISH_USERNAME: 'me', UV_PUBLISH_PASSWORD: secret }],
  ] as const)('%s', async (_, options, env) => {
    const [folder, index] = [await openFolder(), await startIndex({ profile: (await import('@ropewalk/local-index')).indexProfiles.pypiserver, users })];
    const files = await writeRelease(folder, 1);

    const ended = await run(folder, ['upload', ...files, '--repository-url', index.uploadUrl.href, ...options], env);

    expect(ended).toMatchObject({ status: 0 });
    expect(ended.stdout + ended.stderr).not.toContain(secret);
  });

  test.each([
    ['the URL', 'url'],
    ['.pypirc, by its address', 'pypirc'],
    ['netrc', 'netrc'],
    ['the keyring program', 'keyring'],
  ] as const)('%s', async (_, source) => {
    const { indexProfiles } = await import('@ropewalk/local-index');
    const [folder, index] = [await openFolder(), await startIndex({ profile: indexProfiles.pypiserver, users })];
    const files = await writeRelease(folder, 1);
    const url = new URL(index.uploadUrl);
    const env: Record<string, string> = {};
    if (source === 'url') Object.assign(url, { username: 'me', password: secret });
    if (source === 'pypirc') await writePypirc(folder, url.href, `username = me\npassword = ${secret}\n`);
    if (source === 'netrc') await writeFile(join(folder, '.netrc'), `machine 127.0.0.1 login me password ${secret}\n`, { mode: 0o600 });
    if (source === 'keyring') Object.assign(env, { PATH: await writeKeyring(await openFolder(), secret), TWINE_USERNAME: 'me' });

    const ended = await run(folder, ['upload', ...files, '--repository-url', url.href], env);

    expect(ended).toMatchObject({ status: 0 });
    expect(ended.stdout + ended.stderr).not.toContain(secret);
  });

  test('never from a keyring program that the project brings along', async () => {
    const { indexProfiles } = await import('@ropewalk/local-index');
    const [folder, index] = [await openFolder(), await startIndex({ profile: indexProfiles.pypiserver, users })];
    const files = await writeRelease(folder, 1);
    const PATH = await writeKeyring(join(folder, 'bin'), secret);

    const ended = await run(folder, ['upload', ...files, '--repository-url', index.uploadUrl.href], { PATH, TWINE_USERNAME: 'me' });

    expect(ended).toMatchObject({ status: 4 });
    expect(stored(index)).toEqual({});
  });

  test('a CI identity does not hide what is stored for an index without trusted publishing', async () => {
    const { indexProfiles } = await import('@ropewalk/local-index');
    const [folder, world, index] = [await openFolder(), await openDemoWorld(), await startIndex({ profile: indexProfiles.pypiserver, users })];
    const files = await writeRelease(folder, 1);
    await writePypirc(folder, index.uploadUrl.href, `username = me\npassword = ${secret}\n`);
    const env = { ...(await jobOf(world, folder)), ROPEWALK_REPOSITORY_URL: index.uploadUrl.href };

    const ended = await run(folder, ['publish', ...files], env);

    expect(ended).toMatchObject({ status: 0 });
    expect(ended.stderr).toMatch(/^uploading to .* as me, from section \[mine\]/m);
  });

  test('where a project names the index by UV_PUBLISH_INDEX, nothing goes to PyPI instead', async () => {
    const folder = await openFolder();

    const ended = await run(folder, ['upload', ...(await writeRelease(folder, 1))], { UV_PUBLISH_INDEX: 'internal', ROPEWALK_TOKEN: 'x' });

    expect(ended).toMatchObject({ status: 3 });
  });

  test.each([
    ['a name that .pypirc does not have', ['-r', 'nowhere'], 3],
    ['a certificate file that is none', ['--cert', '.pypirc'], 3],
    ['a configuration file that is missing', ['--config-file', 'missing'], 3],
    ['a token and a password', ['--token', 'a', '-p', 'b', '--repository-url', 'https://index.example.com/'], 2],
    ['a wait that is no number', ['--wait', 'long', '--token', 'a'], 2],
  ] as const)('%s: one message and the right exit status', async (_, options, status) => {
    const folder = await openFolder();
    await writePypirc(folder, 'https://index.example.com/', '');

    const ended = await run(folder, ['upload', ...(await writeRelease(folder, 1)), ...options]);

    expect(ended).toMatchObject({ status });
    expect(ended.stderr.match(/^error: /gm)).toHaveLength(1);
  });
});
