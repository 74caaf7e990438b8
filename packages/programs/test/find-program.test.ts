import { mkdir, symlink } from 'node:fs/promises';
import { delimiter, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findProgram, findPrograms } from '../src/index.ts';
import { temporaryFolder, write } from './temporary-folder.ts';

async function programAt(...path: readonly string[]): Promise<void> {
  await write(join(...path), '#!/bin/sh\n', 0o755);
}

/** A folder with a `project` in it, and a search on a PATH for somebody who stands in the project. */
async function world(): Promise<{ readonly folder: string; readonly project: string; find(...path: readonly string[]): Promise<string | undefined> }> {
  const folder = await temporaryFolder();
  const project = join(folder, 'project');
  await mkdir(project);
  return { folder, project, find: (...path) => findProgram('tool', { env: { PATH: path.join(delimiter) }, projectFolder: project }) };
}

describe.skipIf(process.platform === 'win32')('programs', () => {
  test('are found on the PATH, but not in the project, by a link into it, or by a relative path', async () => {
    const { folder, project, find } = await world();
    await programAt(project, '.venv/bin/tool');
    await programAt(folder, 'bin/tool');
    await symlink(join(project, '.venv/bin'), join(folder, 'linked'));

    expect(await find(join(project, '.venv/bin'), join(folder, 'linked'), '.venv/bin', '', join(folder, 'bin'))).toBe(join(folder, 'bin/tool'));
    expect(await find(join(project, '.venv/bin'), join(folder, 'linked'))).toBeUndefined();
    expect(await find(relative(process.cwd(), join(folder, 'bin')))).toBeUndefined();
    expect(await findProgram('tool', { env: { PATH: join(folder, 'bin') }, projectFolder: '/' })).toBe(join(folder, 'bin/tool'));
  });

  test('are not taken by way of a link of the project, wherever that leads', async () => {
    const { folder, project, find } = await world();
    await programAt(folder, 'bin/tool');
    await symlink(join(folder, 'bin/tool'), join(project, 'tool'));
    // Like the Python of a virtual environment, whose code stands beside the link.
    await symlink(project, join(folder, 'folder-to-project'));
    await mkdir(join(folder, 'file-to-project'));
    await symlink('../project/tool', join(folder, 'file-to-project/tool'));
    await symlink(join(folder, 'bin'), join(project, 'way'));
    await symlink('project/way', join(folder, 'through-project'));

    expect(await find(project)).toBeUndefined();
    expect(await find(join(folder, 'folder-to-project'))).toBeUndefined();
    expect(await find(join(folder, 'file-to-project'))).toBeUndefined();
    expect(await find(join(folder, 'through-project'))).toBeUndefined();
  });

  test('are taken by way of links outside the project', async () => {
    const { folder, find } = await world();
    await programAt(folder, 'lib/tools/real-tool');
    await mkdir(join(folder, 'bin'));
    await symlink('../alternatives/tool', join(folder, 'bin/tool'));
    await symlink('lib/./tools', join(folder, 'alternatives'));
    await symlink(join(folder, 'lib/tools/real-tool'), join(folder, 'lib/tools/tool'));

    expect(await find(join(folder, 'bin'))).toBe(join(folder, 'bin/tool'));
  });

  test('are files that may be run', async () => {
    const { folder, find } = await world();
    await mkdir(join(folder, 'one/tool'), { recursive: true });
    await write(join(folder, 'two/tool'), '#!/bin/sh\n', 0o644);
    await mkdir(join(folder, 'three'));
    await symlink('tool', join(folder, 'three/tool'));

    expect(await find(...['one', 'two', 'three', 'four'].map((name) => join(folder, name)))).toBeUndefined();
  });

  test('are found all, in the order of the PATH and then of the names', async () => {
    const { folder, project } = await world();
    for (const place of ['a/python', 'b/python3', 'b/python', 'project/python3']) await programAt(folder, place);

    const env = { PATH: ['b', 'project', 'a'].map((name) => join(folder, name)).join(delimiter) };

    expect(await findPrograms(['python3', 'python'], { env, projectFolder: project })).toEqual(['b/python3', 'b/python', 'a/python'].map((name) => join(folder, name)));
  });

  test.each(['', '.', '..', '../bin/tool', './tool', 'bin/tool'])('have a name and no way to them: %j', async (name) => {
    const { folder, project } = await world();
    await programAt(folder, 'bin/tool');

    expect(await findProgram(name, { env: { PATH: `${join(folder, 'bin')}:${folder}` }, projectFolder: project })).toBeUndefined();
  });
});
