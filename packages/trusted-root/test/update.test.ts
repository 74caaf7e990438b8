import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpClient } from '@ropewalk/http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newestTrustedRoot, requireMaxAge, shippedTrustedRoot, type TrustedRoot } from '../src/index.ts';
import { updateTrustedRoot } from '../src/update/index.ts';
import { startTufServer, type TufServer } from './tuf-server.ts';

const http = createHttpClient({ env: {} });
const first = JSON.stringify(shippedTrustedRoot().json);
const second = JSON.stringify({ ...shippedTrustedRoot().json, note: 'second' });
const longAgo = new Date(Date.now() - 1000);

let server: TufServer;
let cacheFile: string;

beforeAll(async () => {
  server = await startTufServer();
});

beforeEach(async () => {
  await server.close();
  server = await startTufServer();
  cacheFile = join(mkdtempSync(join(tmpdir(), 'ropewalk-test-')), 'cache', 'trusted-root.json');
});

afterAll(async () => {
  await server.close();
  await http.close();
});

const update = (): Promise<TrustedRoot> => updateTrustedRoot({ http, cacheFile, repository: { url: server.url, root: server.root } });

describe('updating the trusted root', () => {
  test('brings what the repository signed, and says when', async () => {
    server.publish({ version: 1, trustedRoot: second });

    const root = await update();

    expect(root).toMatchObject({ source: 'updated', version: 1, json: { note: 'second' } });
    expect(root.issuedAt?.getTime()).toBeGreaterThan(longAgo.getTime());
    expect(await newestTrustedRoot(cacheFile)).toEqual(root);
    expect(readdirSync(join(cacheFile, '..'))).toEqual(['trusted-root.json']);
  });

  test('follows newer versions, and new keys', async () => {
    server.publish({ version: 1, trustedRoot: first });
    await update();
    server.rotateRoot();
    server.publish({ version: 2, trustedRoot: second });

    expect(await update()).toMatchObject({ version: 2, json: { note: 'second' } });
  });

  test('says the same again when nothing is new', async () => {
    server.publish({ version: 1, trustedRoot: second });
    await update();

    expect(await update()).toMatchObject({ json: { note: 'second' } });
  });

  describe('is refused, and what was verified before stays,', () => {
    const refusedAfter = async (attack: () => void): Promise<void> => {
      server.publish({ version: 5, trustedRoot: second });
      await update();
      const kept = readFileSync(cacheFile, 'utf8');
      attack();

      await expect(update()).rejects.toMatchObject({ code: 'TRUSTED_ROOT_UPDATE_REFUSED' });
      expect(readFileSync(cacheFile, 'utf8')).toBe(kept);
      expect((await newestTrustedRoot(cacheFile)).json).toMatchObject({ note: 'second' });
    };

    test('when the repository rolls back to an older version', async () => {
      server.publish({ version: 1, trustedRoot: first });
      const old = server.files();

      await refusedAfter(() => server.restore(old));
    });

    test('when it freezes: its word is over', async () => {
      await refusedAfter(() => server.publish({ version: 6, trustedRoot: first, timestampExpires: longAgo }));
    });

    test('when it mixes versions: the snapshot names other targets than are served', async () => {
      await refusedAfter(() => {
        server.publish({ version: 6, trustedRoot: first });
        const files = new Map(server.files());
        files.set('6.targets.json', files.get('5.targets.json') ?? '');
        server.restore(files);
      });
    });

    test('when the snapshot goes back to older targets', async () => {
      await refusedAfter(() => server.publish({ version: 6, trustedRoot: first, targetsVersionInSnapshot: 4 }));
    });

    test('when a key signs that nobody trusts', async () => {
      await refusedAfter(() => server.publish({ version: 6, trustedRoot: first, foreignTimestampKey: true }));
    });

    test('when the file is not the one that was signed', async () => {
      await refusedAfter(() => server.publish({ version: 6, trustedRoot: first, servedTrustedRoot: first.replace('sigstore.dev', 'evil.example') }));
    });

    test('when a newer root is not signed by the one before', async () => {
      const stranger = await startTufServer();
      stranger.rotateRoot();
      await refusedAfter(() => {
        const files = new Map(server.files());
        files.set('2.root.json', stranger.files().get('2.root.json') ?? '');
        server.restore(files);
      });
      await stranger.close();
    });
  });

  test('is refused when the repository begins with other keys than it should', async () => {
    const stranger = await startTufServer();
    stranger.publish({ version: 1, trustedRoot: second });

    await expect(updateTrustedRoot({ http, cacheFile, repository: { url: stranger.url, root: server.root } })).rejects.toMatchObject({ code: 'TRUSTED_ROOT_UPDATE_REFUSED' });
    await stranger.close();
  });

  test('refuses a signed file that is no usable trusted root', async () => {
    server.publish({ version: 1, trustedRoot: '{"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1"}' });

    await expect(update()).rejects.toMatchObject({ code: expect.stringMatching(/^TRUSTED_ROOT_/) as unknown });
    expect(await newestTrustedRoot(cacheFile)).toBe(shippedTrustedRoot());
  });

  test('says that the repository cannot be reached, and keeps what there is', async () => {
    server.publish({ version: 1, trustedRoot: second });
    await update();
    server.restore(new Map());

    await expect(update()).rejects.toMatchObject({ code: 'TRUSTED_ROOT_UPDATE_UNREACHABLE' });
    expect((await newestTrustedRoot(cacheFile)).json).toMatchObject({ note: 'second' });
  });
});

describe('the newest trusted root', () => {
  test('is the shipped one where nothing is cached', async () => {
    expect(await newestTrustedRoot(cacheFile)).toBe(shippedTrustedRoot());
  });

  test('is the shipped one where the cached one is older', async () => {
    server.publish({ version: 1, trustedRoot: second });
    await updateTrustedRoot({ http, cacheFile, repository: { url: server.url, root: server.root }, now: () => new Date('2020-01-01') });

    expect(await newestTrustedRoot(cacheFile)).toBe(shippedTrustedRoot());
  });

  test.each([
    ['is no JSON', () => '{'],
    ['is empty', () => ''],
    ['is cut off', (text: string) => text.slice(0, -10)],
    ['has a flipped character', (text: string) => text.replace('second', 'sekond')],
    ['is of another form', () => '{"format":2}'],
  ])('is none at all where the cache %s: never an older one', async (_, damage) => {
    server.publish({ version: 1, trustedRoot: second });
    await update();
    writeFileSync(cacheFile, damage(readFileSync(cacheFile, 'utf8')));

    await expect(newestTrustedRoot(cacheFile)).rejects.toMatchObject({ code: 'TRUSTED_ROOT_CACHE_BROKEN' });
    await expect(update()).rejects.toMatchObject({ code: 'TRUSTED_ROOT_CACHE_BROKEN' });
  });

  test('may be required to be young enough', () => {
    const now = new Date((shippedTrustedRoot().issuedAt?.getTime() ?? 0) + 10 * 24 * 60 * 60 * 1000);
    const day = 24 * 60 * 60 * 1000;

    expect(() => requireMaxAge(shippedTrustedRoot(), { maxAgeMs: 11 * day, now })).not.toThrow();
    expect(() => requireMaxAge(shippedTrustedRoot(), { maxAgeMs: 9 * day, now })).toThrow(expect.objectContaining({ code: 'TRUSTED_ROOT_TOO_OLD' }));
  });
});
