import { expect, test } from 'vitest';
import { lasting, passing } from './cases.ts';
import { buildRelease } from './release.ts';
import { readRelease, startFaultyWorld } from './world.ts';

test.each(passing)('30 files through: $name', async ({ faultFor }) => {
  const world = await startFaultyWorld(faultFor);
  const files = await readRelease(buildRelease(30, { paddingBytes: 1_000_000 }));

  const ended = await world.upload(files);
  const stored = world.index.files();
  await world.close();

  expect(ended.map(({ outcome }) => outcome.status)).toEqual(files.map(() => 'uploaded'));
  expect(stored.map(({ filename, sha256 }) => [filename, sha256]).sort()).toEqual(files.map(({ filename, sha256 }) => [filename, sha256]).sort());
});

test.each(lasting)('30 files that do not go through: $name', async ({ faultFor, code }) => {
  let isOver = false;
  const world = await startFaultyWorld((request) => (isOver ? undefined : faultFor(request)));
  const files = await readRelease(buildRelease(30, { paddingBytes: 1_000_000 }));

  const ended = await world.upload(files, { retries: { attempts: 3 } });
  isOver = true;
  const again = await world.upload(files);
  const stored = world.index.files();
  await world.close();

  expect(ended[0]?.outcome).toMatchObject({ status: 'failed', error: { code } });
  expect(again.map(({ outcome }) => outcome.status)).toEqual(files.map(() => 'uploaded'));
  expect(stored).toHaveLength(30);
});
