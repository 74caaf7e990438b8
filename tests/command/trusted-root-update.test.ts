import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { startTufServer, type TufServer } from '../../packages/trusted-root/test/tuf-server.ts';
import { ropewalk, type Run } from './ropewalk.ts';

const staging = fixture('trust', 'staging.trusted_root.json');
const wheel = fixture('pypi', 'rfc8785-0.1.2-py3-none-any.whl');
let folder: string;
let server: TufServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-root-'));
  server = await startTufServer();
  await writeFile(join(folder, 'root.json'), server.root);
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

function run(...args: readonly string[]): Promise<Run> {
  return ropewalk(args, { cwd: folder, env: { ROPEWALK_CACHE_DIR: join(folder, 'cache') } });
}

function update(): Promise<Run> {
  return run('trusted-root', 'update', '--tuf-url', server.url.href, '--tuf-root', 'root.json', '--output', 'trusted_root.json');
}

describe.skipIf(!hasFixtures())('trusted-root update', () => {
  test('fetches the root of another Sigstore over TUF, and verify trusts it', async () => {
    server.publish({ version: 1, trustedRoot: await readFile(staging, 'utf8') });

    const updated = await update();
    const verified = await run('verify', wheel, '--any-publisher', '--trusted-root', 'trusted_root.json', '--offline');

    expect({ status: updated.status, output: updated.stderr }).toMatchObject({ status: 0 });
    expect(updated.stdout).toContain('fulcio.sigstage.dev');
    expect(verified.status).toBe(0);
  });

  test('refuses a repository that goes back to an older state, and keeps what it has', async () => {
    const content = await readFile(staging, 'utf8');
    server.publish({ version: 1, trustedRoot: content });
    const old = new Map(server.files());
    server.publish({ version: 2, trustedRoot: content });
    const newer = await update();
    const kept = await readFile(join(folder, 'trusted_root.json'), 'utf8');
    server.restore(old);

    const older = await update();

    expect([newer.status, older.status]).toEqual([0, 1]);
    expect(older.stderr).toContain('TRUSTED_ROOT_UPDATE_REFUSED');
    expect(await readFile(join(folder, 'trusted_root.json'), 'utf8')).toBe(kept);
  });

  test('is the network when the repository does not answer', async () => {
    const unanswered = await run('trusted-root', 'update', '--tuf-url', 'http://127.0.0.1:9/', '--tuf-root', 'root.json');

    expect(unanswered.status).toBe(5);
  });

  test('says so when the result cannot be written where it is wanted', async () => {
    server.publish({ version: 1, trustedRoot: await readFile(staging, 'utf8') });

    const unwritten = await run('trusted-root', 'update', '--tuf-url', server.url.href, '--tuf-root', 'root.json', '--output', join('missing', 'trusted_root.json'));

    expect(unwritten).toMatchObject({ status: 2, stderr: expect.stringContaining('cannot be written') });
  });

  test('needs the root to start from', async () => {
    expect((await run('trusted-root', 'update', '--tuf-url', server.url.href)).status).toBe(2);
  });
});

describe('trusted-root show and export', () => {
  test('show names what is trusted, and since when', async () => {
    const shown = await run('trusted-root', 'show');
    const json = await run('trusted-root', 'show', '--json');

    expect(shown.stdout).toContain('https://rekor.sigstore.dev');
    expect(JSON.parse(json.stdout)).toMatchObject({ source: 'shipped', ageDays: expect.any(Number) });
  });

  test('what is exported can be given to verify and exported again', async () => {
    const first = await run('trusted-root', 'export', '--output', 'exported.json');
    const second = await run('trusted-root', 'export', '--trusted-root', 'exported.json');

    expect([first.status, second.status]).toEqual([0, 0]);
    expect(second.stdout).toBe(await readFile(join(folder, 'exported.json'), 'utf8'));
  });

  test('a damaged cache never leads to an older root', async () => {
    const cache = join(folder, 'cache');
    await mkdir(cache);
    await writeFile(join(cache, 'trusted-root.json'), '{"format":1,"sha256":"","content":"{}"}');

    const shown = await run('trusted-root', 'show');

    expect(shown.status).toBe(3);
    expect(shown.stderr).toContain('TRUSTED_ROOT_CACHE_BROKEN');
  });
});
