import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prepareFolder, writeAtomically } from '../src/write-atomically.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-write-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('replaces a file and leaves nothing beside it', async () => {
  const path = join(folder, 'a.whl.publish.attestation');
  await writeFile(path, 'old');

  await writeAtomically(path, 'new');

  expect(await readFile(path, 'utf8')).toBe('new');
  expect(await readdir(folder)).toEqual(['a.whl.publish.attestation']);
});

test('leaves the old content, and nothing beside it, when it cannot write', async () => {
  const path = join(folder, 'a.whl.publish.attestation');
  await mkdir(path);

  await expect(writeAtomically(path, 'new')).rejects.toMatchObject({ code: 'ATTESTATION_NOT_KEPT' });
  expect(await readdir(folder)).toEqual(['a.whl.publish.attestation']);
});

test('takes away what a dead process left, and nothing of a living one or of others', async () => {
  const dead = ['.a.whl.publish.attestation.999999999-abcdef.part', '.a.whl.sigstore.json.999999999-abcdef.part'];
  const kept = [`.a.whl.publish.attestation.${process.pid}-abcdef.part`, '.a.whl.part', 'a.whl'].sort();
  for (const name of [...dead, ...kept]) await writeFile(join(folder, name), '');

  await prepareFolder(folder);

  expect((await readdir(folder)).sort()).toEqual(kept);
});

test('makes a folder, and says when there is a file in its place', async () => {
  await prepareFolder(join(folder, 'one', 'two'));
  await writeFile(join(folder, 'file'), '');

  expect(await readdir(folder)).toEqual(['file', 'one']);
  await expect(prepareFolder(join(folder, 'file'))).rejects.toMatchObject({ code: 'ATTESTATION_NOT_KEPT' });
});
