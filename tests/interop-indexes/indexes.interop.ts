import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resultOf } from '@ropewalk/core';
import { resolveCredential } from '@ropewalk/credentials';
import { readDistribution } from '@ropewalk/distribution';
import { createHttpClient } from '@ropewalk/http';
import { createFileLookup, createIndexClient, discoverSimpleUrl } from '@ropewalk/index-client';
import { upload, uploadFileOf, type UploadOutcome, type UploadRequest } from '@ropewalk/uploader';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildSdist, buildWheel, type BuiltFile } from './distributions.ts';
import { prepareEnvironment, type Environment } from './environment.ts';
import { startDevpi, startPypiserver, type RealIndex } from './servers.ts';

const environment = await prepareEnvironment();
const http = createHttpClient({ loopbackOnly: true });

describe.skipIf(environment === undefined)('real indexes', () => {
  let folder = '';
  let indexes: readonly RealIndex[] = [];
  beforeAll(async () => {
    if (environment === undefined) return;
    folder = await mkdtemp(join(tmpdir(), 'indexes-'));
    const [plain, overwriting, locked, devpi] = await Promise.all([
      startPypiserver(environment, folder),
      startPypiserver(environment, folder, { overwrite: true }),
      startPypiserver(environment, folder, { password: 'word' }),
      startDevpi(environment, folder),
    ]);
    indexes = [plain, overwriting, locked, ...devpi];
  });
  afterAll(async () => {
    await Promise.all(indexes.map((index) => index.stop()));
    await http.close();
    await rm(folder, { recursive: true, force: true });
  });

  const names = ['pypiserver', 'pypiserver --overwrite', 'devpi volatile', 'devpi not volatile'] as const;
  const indexOf = (name: string): RealIndex => {
    const index = indexes.find((candidate) => candidate.name === name);
    if (index === undefined) throw new Error(`no index ${name}`);
    return index;
  };

  async function uploadOurs(index: RealIndex, files: readonly BuiltFile[], options: Partial<UploadRequest> & { readonly isBlind?: boolean; readonly attestations?: readonly string[] } = {}): Promise<readonly UploadOutcome[]> {
    const { isBlind = false, attestations, ...request } = options;
    const credential = await resolveCredential({ repositoryUrl: index.uploadUrl, username: index.username, password: index.password, env: {} });
    const lookUp = createFileLookup(createIndexClient({ http, simpleUrl: index.simpleUrl }));
    const sent = await Promise.all(files.map(async (file) => uploadFileOf(await readDistribution(file), { bytes: file.bytes, ...(attestations === undefined ? {} : { attestations }) })));
    const result = await resultOf(upload({ files: sent, repositoryUrl: index.uploadUrl, credential, http, ...(isBlind ? {} : { lookUp }), retries: { attempts: 1 }, ...request }));
    return result.files.map(({ outcome }) => outcome);
  }

  async function bytesOn(index: RealIndex, project: string, filename: string): Promise<Buffer> {
    const client = createIndexClient({ http, simpleUrl: index.simpleUrl });
    const file = (await client.project(project))?.files.find((candidate) => candidate.filename === filename);
    if (file === undefined) throw new Error(`${filename} is not on ${index.name}`);
    const pieces: Uint8Array[] = [];
    for await (const piece of client.download(file)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  async function uploadTheirs(tool: 'twine' | 'uv', index: RealIndex, files: readonly BuiltFile[]): Promise<void> {
    const paths = await Promise.all(
      files.map(async ({ filename, bytes }) => {
        const path = join(folder, filename);
        await writeFile(path, bytes);
        return path;
      }),
    );
    const login = ['-u', index.username, '-p', index.password];
    const args =
      tool === 'twine'
        ? ['upload', '--non-interactive', '--disable-progress-bar', '--repository-url', index.uploadUrl.href, ...login, ...paths]
        : ['publish', '--trusted-publishing', 'never', '--publish-url', index.uploadUrl.href, ...login, ...paths];
    expect(await (environment as Environment).run(tool, args)).toMatchObject({ exitCode: 0 });
  }

  const status = (outcome: UploadOutcome | undefined): string => (outcome?.status === 'failed' ? outcome.error.code : (outcome?.status ?? 'none'));

  test.each(names)('%s: our files, twine\'s and uv\'s arrive alike, and pip installs ours', async (name) => {
    const index = indexOf(name);
    const built = Object.fromEntries(['ours', 'twine', 'uv'].map((tool) => [tool, [buildWheel({ stem: `by_${tool}`, salt: 'first' }), buildSdist({ stem: `by_${tool}` })]]));

    const outcomes = await uploadOurs(index, built['ours'] ?? []);
    await uploadTheirs('twine', index, built['twine'] ?? []);
    await uploadTheirs('uv', index, built['uv'] ?? []);

    expect(outcomes.map(status)).toEqual(['uploaded', 'uploaded']);
    for (const [tool, files] of Object.entries(built)) {
      for (const { filename, bytes } of files) expect(Buffer.compare(await bytesOn(index, `by-${tool}`, filename), bytes)).toBe(0);
    }
    const target = join(folder, `installed-${name.replaceAll(' ', '-')}`);
    const pip = await (environment as Environment).run('pip', ['install', '--quiet', '--no-cache-dir', '--index-url', index.simpleUrl.href, '--target', target, 'by-ours']);
    expect(pip).toMatchObject({ exitCode: 0 });
    expect(await (environment as Environment).run('python', ['-c', `import sys; sys.path.insert(0, ${JSON.stringify(target)}); import by_ours; print(by_ours.salt)`])).toMatchObject({ exitCode: 0, output: 'first\n' });
  });

  test.each(names)('%s: files that are there are told apart from others of their name before anything is sent', async (name) => {
    const index = indexOf(name);
    const files = [buildWheel({ stem: 'twice', salt: 'a' }), buildSdist({ stem: 'twice', salt: 'a' })];
    const others = [buildWheel({ stem: 'twice', salt: 'b' }), buildSdist({ stem: 'twice', salt: 'b' })];
    await uploadOurs(index, files);

    expect((await uploadOurs(index, files)).map(status)).toEqual(['unchanged', 'unchanged']);
    expect((await uploadOurs(index, others, { skipExisting: true })).map(status)).toEqual(['FILE_CONFLICT', 'UPLOAD_NOT_TRIED']);
    // One conflict says that the release is somebody else's: the other file alone would be one too.
    expect((await uploadOurs(index, others.slice(1), { skipExisting: true })).map(status)).toEqual(['FILE_CONFLICT']);
    expect(Buffer.compare(await bytesOn(index, 'twice', 'twice-1.0.tar.gz'), files[1]?.bytes ?? new Uint8Array())).toBe(0);
  });

  test.each([
    ['pypiserver', ['FILE_EXISTS', 'skipped'], ['FILE_EXISTS', 'skipped']],
    ['pypiserver --overwrite', ['uploaded', 'uploaded'], ['uploaded', 'uploaded']],
    ['devpi volatile', ['uploaded', 'uploaded'], ['uploaded', 'uploaded']],
    ['devpi not volatile', ['unchanged', 'unchanged'], ['FILE_CONFLICT', 'FILE_CONFLICT']],
  ] as const)('%s: where it cannot be asked, its answers decide', async (name, identical, different) => {
    const index = indexOf(name);
    const file = buildWheel({ stem: 'blind', salt: 'a' });
    const other = buildWheel({ stem: 'blind', salt: 'b' });
    await uploadOurs(index, [file], { isBlind: true });

    const again = [await uploadOurs(index, [file], { isBlind: true }), await uploadOurs(index, [file], { isBlind: true, skipExisting: true })];
    const changed = [await uploadOurs(index, [other], { isBlind: true }), await uploadOurs(index, [other], { isBlind: true, skipExisting: true })];

    expect(again.map(([outcome]) => status(outcome))).toEqual(identical);
    expect(changed.map(([outcome]) => status(outcome))).toEqual(different);
  });

  test.each(names)('%s: takes a file with attestations, and ignores them', async (name) => {
    const index = indexOf(name);
    const file = buildWheel({ stem: 'attested' });

    expect((await uploadOurs(index, [file], { attestations: ['{"version":1}'] })).map(status)).toEqual(['uploaded']);
    expect((await createFileLookup(createIndexClient({ http, simpleUrl: index.simpleUrl }))({ project: 'attested', filename: file.filename }))?.hasProvenance).toBeUndefined();
  });

  test.each(names)('%s: its simple API is found', async (name) => {
    expect((await discoverSimpleUrl(indexOf(name).uploadUrl, { http }))?.href).toBe(indexOf(name).simpleUrl.href);
  });

  test.each(['pypiserver with a password', 'devpi volatile', 'devpi not volatile'])('%s: a wrong password is told, once for all files; the right one works', async (name) => {
    const files = [buildWheel({ stem: 'locked' }), buildSdist({ stem: 'locked' })];

    const wrong = await uploadOurs({ ...indexOf(name), password: 'wrong' }, files);
    const right = await uploadOurs(indexOf(name), files);

    expect(wrong.map(status)).toEqual(['UPLOAD_UNAUTHORIZED', 'UPLOAD_NOT_TRIED']);
    expect(right.map(status)).toEqual(['uploaded', 'uploaded']);
  });

  test.each(['pypiserver with a password', 'devpi volatile', 'devpi not volatile'])('%s: to ask whether a credential holds, before a large file, leaves nothing behind', async (name) => {
    const index = indexOf(name);
    const file = buildWheel({ stem: 'heavy', salt: randomBytes(17 * 1024 * 1024).toString('base64') });
    const { project } = createIndexClient({ http, simpleUrl: index.simpleUrl });

    const wrong = await uploadOurs({ ...index, password: 'wrong' }, [file], { isBlind: true });
    const before = await project('heavy');
    const right = await uploadOurs(index, [file], { isBlind: true });

    expect(wrong.map(status)).toEqual(['UPLOAD_UNAUTHORIZED']);
    expect(before?.files ?? []).toEqual([]);
    expect(right.map(status)).toEqual(['uploaded']);
    expect((await project('heavy'))?.files.map(({ filename }) => filename)).toEqual([file.filename]);
  });

  test('pypiserver: an address that takes no uploads is explained', async () => {
    const index = indexOf('pypiserver');

    const [outcome] = await uploadOurs({ ...index, uploadUrl: new URL('/legacy/', index.uploadUrl) }, [buildWheel({ stem: 'astray' })]);

    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'UPLOAD_WRONG_URL' } });
  });
});
