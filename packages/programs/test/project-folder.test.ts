import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findProgram } from '../src/index.ts';
import { temporaryFolder, write } from './temporary-folder.ts';

describe.skipIf(process.platform === 'win32')('a program', () => {
  async function found(folder: string, program: string, projectFolder: string): Promise<string | undefined> {
    await write(join(folder, program, 'keyring'), '#!/bin/sh\n', 0o755);
    await mkdir(join(folder, projectFolder), { recursive: true });
    return findProgram('keyring', { env: { PATH: join(folder, program) }, projectFolder: join(folder, projectFolder) });
  }

  test('is not taken from elsewhere in the repository whose subfolder somebody stands in', async () => {
    const folder = await temporaryFolder();
    await write(join(folder, 'clone/.git/HEAD'), 'ref: refs/heads/main\n');

    expect(await found(folder, 'clone/.venv/bin', 'clone/python/dist')).toBeUndefined();
  });

  test('is not taken from the repository around a submodule', async () => {
    const folder = await temporaryFolder();
    await write(join(folder, 'clone/.git/HEAD'), 'ref: refs/heads/main\n');
    await write(join(folder, 'clone/vendor/part/.git'), 'gitdir: ../../.git/modules/part\n');

    expect(await found(folder, 'clone/.venv/bin', 'clone/vendor/part/dist')).toBeUndefined();
  });

  test('is not taken from the main folder of a repository in whose worktree somebody stands', async () => {
    const folder = await temporaryFolder();
    await write(join(folder, 'clone/.git/HEAD'), 'ref: refs/heads/main\n');
    await write(join(folder, 'trees/fix/.git'), `gitdir: ${join(folder, 'clone/.git/worktrees/fix')}\n`);
    await write(join(folder, 'trees/linked/.git'), 'gitdir: ../../clone/.git/worktrees/linked\n');

    expect(await found(folder, 'clone/.venv/bin', 'trees/fix/dist')).toBeUndefined();
    expect(await found(folder, 'clone/.venv/bin', 'trees/linked')).toBeUndefined();
    expect(await found(folder, 'tools/bin', 'trees/fix/dist')).toBe(join(folder, 'tools/bin/keyring'));
  });

  test.each([
    ['nothing', ''],
    ['no address', 'gitdir:\n'],
    ['the root', 'gitdir: /.git/worktrees/x\n'],
    ['what is not there', 'gitdir: ../nowhere/.git/worktrees/x\n'],
    ['a null', 'gitdir: /a\0b/.git\n'],
    ['too much', `gitdir: ${'x/'.repeat(100_000)}.git\n`],
  ])('is found where a file .git says %s', async (_what, text) => {
    const folder = await temporaryFolder();
    await write(join(folder, 'project/.git'), text);

    expect(await found(folder, 'bin', 'project')).toBe(join(folder, 'bin/keyring'));
    expect(await found(folder, 'project/bin', 'project')).toBeUndefined();
  });

  test('is taken from beside the repository, also when that holds repositories itself', async () => {
    const folder = await temporaryFolder();
    await write(join(folder, '.git/HEAD'), 'ref: refs/heads/main\n');
    await write(join(folder, 'clone/.git/HEAD'), 'ref: refs/heads/main\n');

    expect(await found(folder, 'tools/bin', 'clone/dist')).toBe(join(folder, 'tools/bin/keyring'));
    expect(await found(folder, 'clone-tools/bin', 'clone')).toBe(join(folder, 'clone-tools/bin/keyring'));
    expect(await found(folder, 'clone/..tools/bin', 'clone')).toBeUndefined();
  });

  test('is taken from around a folder that is in no repository', async () => {
    const folder = await temporaryFolder();

    expect(await found(folder, 'bin', 'project')).toBe(join(folder, 'bin/keyring'));
    expect(await found(folder, 'project/bin', 'project')).toBeUndefined();
  });
});
