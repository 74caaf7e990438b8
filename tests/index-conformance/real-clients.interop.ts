import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { sampleRelease } from '@ropewalk/rehearsal';
import { describe, expect, onTestFinished, test } from 'vitest';
import { preparePythonTools, type PythonTools, type ToolResult } from './python-tools.ts';
import { openTestWorld, type TestWorld } from './world.ts';

const tools = preparePythonTools();

describe.skipIf(tools === undefined)('the real clients', () => {
  test.each(['twine', 'uv'] as const)('%s uploads a release, uploads it again, and pip fetches the same bytes', async (client) => {
    const world = await openTestWorld();
    const files = await sampleFiles();

    const first = await publish(client, world, files);
    const again = await publish(client, world, files);
    const wheel = files.find((file) => file.endsWith('.whl')) ?? '';
    const fetched = await fetchWheel(world, wheel);

    expect([first, again]).toEqual([{ exitCode: 0, output: expect.any(String) }, { exitCode: 0, output: expect.any(String) }]);
    expect(world.index.files()).toHaveLength(files.length);
    expect(fetched).toEqual(await readFile(wheel));
    expect(world.index.errors()).toEqual([]);
  });

  test.each(['twine', 'uv'] as const)('%s quotes the refusal of other content', async (client) => {
    const world = await openTestWorld();
    const files = await sampleFiles();
    await publish(client, world, files);
    const [file = ''] = files;
    await writeFile(file, Buffer.concat([await readFile(file), Buffer.from('!')]));

    const result = await publish(client, world, [file]);

    expect(result.exitCode).not.toBe(0);
    expect(result.output).toMatch(/File already exists \('ropewalk_sample-[^']+', with blake2_256 hash '[0-9a-f]{64}'\)/);
  });

  test.each(['twine', 'uv'] as const)('%s quotes the refusal of a wrong token', async (client) => {
    const world = await openTestWorld();

    const result = await publish(client, world, await sampleFiles(), { token: 'pypi-wrong' });

    expect(result.exitCode).not.toBe(0);
    expect(result.output).toContain('Invalid or non-existent authentication information');
  });

  test('uv finds the files by its check URL and does not send them again', async () => {
    const world = await openTestWorld();
    const files = await sampleFiles();
    await publish('twine', world, files);

    const result = await publish('uv', world, files, { more: ['--check-url', world.index.simpleUrl.href] });

    expect(result).toMatchObject({ exitCode: 0, output: expect.stringContaining('already exists, skipping') });
    expect(world.index.requests().filter((request) => request.method === 'POST')).toHaveLength(files.length);
  });

  test('twine explains the missing slash', async () => {
    const world = await openTestWorld();

    const result = await publish('twine', world, await sampleFiles(), { url: new URL('legacy', world.index.url) });

    expect(result.output).toContain(`attempted to redirect to ${world.index.uploadUrl.href}`);
  });

  test('twine takes the simple API for the wrong address it is', async () => {
    const world = await openTestWorld();

    const result = await publish('twine', world, await sampleFiles(), { url: world.index.simpleUrl });

    expect(result.output).toContain('405 Method Not Allowed');
  });

  test.each(['pip', 'uv'] as const)('%s installs the release, reading METADATA before the wheel', async (installer) => {
    const world = await openTestWorld();
    await publish('twine', world, await sampleFiles());
    const target = await temporaryFolder();

    const install = ['install', '--target', target, '--index-url', world.index.simpleUrl.href, 'ropewalk-sample'];
    const result = await required().run(installer, installer === 'uv' ? ['pip', ...install, '--python', required().python] : install);

    expect(result.exitCode).toBe(0);
    expect(world.index.requests().map((request) => request.path)).toContainEqual(expect.stringMatching(/\.whl\.metadata$/));
  });
});

function required(): PythonTools {
  if (tools === undefined) throw new TypeError('The suite is skipped without them.');
  return tools;
}

interface PublishChanges {
  readonly token?: string;
  readonly url?: URL;
  readonly more?: readonly string[];
}

function publish(client: 'twine' | 'uv', { index }: TestWorld, files: readonly string[], changes: PublishChanges = {}): Promise<ToolResult> {
  const { token = index.createToken(), url = index.uploadUrl, more = [] } = changes;
  const options =
    client === 'twine'
      ? ['upload', '--non-interactive', '--disable-progress-bar', '--repository-url', url.href, '-u', '__token__', '-p', token]
      : ['publish', '--trusted-publishing', 'never', '--publish-url', url.href, '--token', token];
  return required().run(client, [...options, ...more, ...files]);
}

async function sampleFiles(): Promise<readonly string[]> {
  const folder = await temporaryFolder();
  const release = await sampleRelease();
  return Promise.all(
    release.map(async ({ filename, bytes }) => {
      const path = join(folder, filename);
      await writeFile(path, bytes);
      return path;
    }),
  );
}

/** An sdist would be built by pip to learn its dependencies, so only the wheel is fetched. */
async function fetchWheel({ index }: TestWorld, wheel: string): Promise<Buffer> {
  const target = await temporaryFolder();
  await required().run('pip', ['download', '--no-deps', '--index-url', index.simpleUrl.href, '--dest', target, 'ropewalk-sample']);
  return readFile(join(target, basename(wheel)));
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ropewalk-clients-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
