import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixedCredential, mintedCredential } from '@ropewalk/credentials';
import { readDistribution } from '@ropewalk/distribution';
import { indexProfiles } from '@ropewalk/local-index';
import { uploadFileOf, type UploadFile } from '@ropewalk/uploader';
import { describe, expect, onTestFinished, test } from 'vitest';
import { lasting, passing } from './cases.ts';
import { buildRelease } from './release.ts';
import { readRelease, startFaultyWorld, type FaultyWorld } from './world.ts';

async function worldWith(...args: Parameters<typeof startFaultyWorld>): Promise<FaultyWorld> {
  const world = await startFaultyWorld(...args);
  onTestFinished(() => world.close());
  return world;
}

function stored(world: FaultyWorld): Readonly<Record<string, string>> {
  return Object.fromEntries(world.index.files().map((file) => [file.filename, file.sha256]));
}

function wanted(files: readonly UploadFile[]): Readonly<Record<string, string>> {
  return Object.fromEntries(files.map((file) => [file.filename, file.sha256]));
}

describe('trouble in passing leaves the whole release stored, once, with the right bytes', () => {
  test.each(passing)('$name', async ({ faultFor }) => {
    const world = await worldWith(faultFor);
    const files = await readRelease(buildRelease(5, { paddingBytes: 300_000 }));

    const ended = await world.upload(files);

    expect(ended.map(({ outcome }) => outcome.status)).toEqual(files.map(() => 'uploaded'));
    expect(stored(world)).toEqual(wanted(files));
  });

  test('refused connections until the index is back', async () => {
    const world = await worldWith(() => undefined);
    const files = await readRelease(buildRelease(3));
    await world.proxy.refuse();
    let pauses = 0;

    const ended = await world.upload(files, {
      sleep: async () => {
        pauses += 1;
        if (pauses === 2) await world.proxy.accept();
      },
    });

    expect(pauses).toBe(2);
    expect(ended.map(({ outcome }) => outcome.status)).toEqual(['uploaded', 'uploaded', 'uploaded']);
    expect(stored(world)).toEqual(wanted(files));
  });
});

test('a transfer that stops taking bytes is given up by the clock of the stall, not of the answer', async () => {
  const world = await worldWith(({ method, post }) => (method === 'POST' && post === 1 ? { type: 'stall', share: 0.1 } : undefined));
  const files = await readRelease(buildRelease(1, { paddingBytes: 16_000_000 }));
  const startedAt = performance.now();

  const [ended] = await world.upload(files, { patience: { stallMs: 300, answerMs: 60_000 } });

  expect(ended?.outcome).toMatchObject({ status: 'uploaded', attempts: 2 });
  expect(performance.now() - startedAt).toBeLessThan(30_000);
});

test('where an index refuses what it has, a lost reply is settled by asking it, and nothing is sent again', async () => {
  const world = await worldWith(({ method, post }) => (method === 'POST' && post <= 2 ? { type: 'reply-lost' } : undefined), indexProfiles.pypiserver);
  const files = await readRelease(buildRelease(3));

  const ended = await world.upload(files);

  expect(ended.map(({ outcome }) => (outcome.status === 'uploaded' ? outcome.confirmedBy : outcome.status))).toEqual(['index', 'index', 'answer']);
  expect(world.proxy.posts()).toBe(3);
  expect(stored(world)).toEqual(wanted(files));
});

describe('trouble that stays is told, and a second run finishes', () => {
  test.each(lasting)('$name', async ({ faultFor, code }) => {
    let isOver = false;
    const world = await worldWith((request) => (isOver ? undefined : faultFor(request)));
    const files = await readRelease(buildRelease(4, { paddingBytes: 300_000 }));

    const ended = await world.upload(files, { retries: { attempts: 3 } });
    const firstRun = stored(world);
    isOver = true;
    const again = await world.upload(files);

    expect(ended.map(({ outcome }) => outcome.status)).toEqual(files.map(() => 'failed'));
    expect(ended[0]?.outcome).toMatchObject({ error: { code } });
    expect(firstRun).toEqual({});
    expect(again.map(({ outcome }) => outcome.status)).toEqual(files.map(() => 'uploaded'));
    expect(stored(world)).toEqual(wanted(files));
  });

  test('an index that is gone', async () => {
    const world = await worldWith(() => undefined);
    const files = await readRelease(buildRelease(2));
    await world.proxy.refuse();

    const ended = await world.upload(files, { retries: { attempts: 2 } });
    await world.proxy.accept();

    expect(ended.map(({ outcome }) => outcome.status === 'failed' && outcome.error.code)).toEqual(['UPLOAD_UNAVAILABLE', 'UPLOAD_NOT_TRIED']);
  });
});

test('a release that was broken off in the middle is finished by the same command, nothing sent twice', async () => {
  const world = await worldWith(() => undefined);
  const files = await readRelease(buildRelease(6));
  const controller = new AbortController();

  const first = world.upload(files, { concurrency: 1, signal: controller.signal, lookUp: async (file) => {
    if (file.filename === files[3]?.filename) controller.abort(new Error('interrupted'));
    return undefined;
  } });
  await expect(first).rejects.toThrow('interrupted');
  const postsBefore = world.proxy.posts();
  const again = await world.upload(files);

  expect(postsBefore).toBe(3);
  expect(again.map(({ outcome }) => outcome.status)).toEqual(['unchanged', 'unchanged', 'unchanged', 'uploaded', 'uploaded', 'uploaded']);
  expect(world.proxy.posts()).toBe(6);
});

describe('a token that ends in mid-release', () => {
  test('is renewed by a source that can, and nobody notices', async () => {
    const world = await worldWith(() => undefined);
    const files = await readRelease(buildRelease(5));
    // What trusted publishing does: before a token ends, the next one is another.
    const tokens = {
      token: async () => {
        world.index.expireTokens();
        const token = world.index.createToken();
        return { expiresAt: new Date(Date.now() + 900_000), reveal: () => token };
      },
    };
    const credential = mintedCredential({ source: 'trusted publishing', origin: world.proxy.url.origin }, tokens);

    const ended = await world.upload(files, { credential, concurrency: 1 });

    expect(ended.map(({ outcome }) => outcome.status)).toEqual(files.map(() => 'uploaded'));
  });

  test('and cannot be renewed stops the rest with one clear reason, and a second run finishes', async () => {
    const world = await worldWith(({ method, post }) => {
      if (method === 'POST' && post === 3) world.index.expireTokens();
      return undefined;
    });
    const files = await readRelease(buildRelease(5));

    const ended = await world.upload(files, { concurrency: 1 });
    const again = await world.upload(files, {
      credential: fixedCredential({ source: 'a new token', kind: 'token', username: '__token__', origin: world.proxy.url.origin }, world.index.createToken()),
    });

    expect(ended.map(({ outcome }) => (outcome.status === 'failed' ? outcome.error.code : outcome.status))).toEqual([
      'uploaded',
      'uploaded',
      'UPLOAD_UNAUTHORIZED',
      'UPLOAD_NOT_TRIED',
      'UPLOAD_NOT_TRIED',
    ]);
    expect(again.map(({ outcome }) => outcome.status)).toEqual(['unchanged', 'unchanged', 'uploaded', 'uploaded', 'uploaded']);
    expect(stored(world)).toEqual(wanted(files));
  });
});

test('a file that changes on disk after it was read is never stored, and the others are', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'faults-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const world = await worldWith(() => undefined);
  const files = await Promise.all(
    buildRelease(3, { paddingBytes: 2_500_000 }).map(async ({ filename, bytes }) => {
      const path = join(folder, filename);
      await writeFile(path, bytes);
      return { path, bytes, file: uploadFileOf(await readDistribution(path)) };
    }),
  );
  const [, second] = files;
  if (second === undefined) throw new Error('no second file');
  // The last byte but one: everything up to the end looks right.
  const changed = Buffer.from(second.bytes);
  changed[changed.length - 2] = 255 - (changed[changed.length - 2] ?? 0);
  await writeFile(second.path, changed);

  const ended = await world.upload(files.map(({ file }) => file));

  expect(ended.map(({ outcome }) => (outcome.status === 'failed' ? outcome.error.code : outcome.status))).toEqual(['uploaded', 'FILE_CHANGED', 'uploaded']);
  expect(Object.keys(stored(world))).toHaveLength(2);
});

test('of two publishers racing for one version, one gets all of it, and the other is told and sends nothing more', async () => {
  const world = await worldWith(() => undefined);
  const [ours, theirs] = await Promise.all(['ours', 'theirs'].map(async (salt) => readRelease(buildRelease(4, { salt }))));
  if (ours === undefined || theirs === undefined) throw new Error('no releases');

  const ends = await Promise.all([world.upload(ours), world.upload(theirs)]);

  const codes = ends.map((files) => files.map(({ outcome }) => (outcome.status === 'failed' ? outcome.error.code : outcome.status)));
  const lost = ['FILE_CONFLICT', 'UPLOAD_NOT_TRIED', 'UPLOAD_NOT_TRIED', 'UPLOAD_NOT_TRIED'];
  const won = ['uploaded', 'uploaded', 'uploaded', 'uploaded'];
  expect(codes.toSorted((one, other) => String(one).localeCompare(String(other)))).toEqual([lost, won]);
  expect(stored(world)).toEqual(wanted(codes[0]?.[0] === 'uploaded' ? ours : theirs));
});
