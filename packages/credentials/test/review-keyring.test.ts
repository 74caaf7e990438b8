import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { programKeyring } from '../src/index.ts';

describe.skipIf(process.platform === 'win32')('the keyring program', () => {
  test('does not start in the project, where a module or a version file would decide what runs', async () => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'ropewalk-keyring-')));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await mkdir(join(folder, 'bin'));
    await writeFile(join(folder, 'bin/keyring'), '#!/bin/sh\npwd\n');
    await chmod(join(folder, 'bin/keyring'), 0o755);

    const keyring = programKeyring({ env: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin` }, projectFolder: process.cwd() });

    expect(await keyring.get('https://index.example/', 'me')).toEqual({ username: 'me', password: join(folder, 'bin') });
  });
});
