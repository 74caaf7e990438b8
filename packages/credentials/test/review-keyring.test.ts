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

  test('gets no variable that would make Python load something of the project, and those that choose the keyring', async () => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'ropewalk-keyring-')));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await mkdir(join(folder, 'bin'));
    await writeFile(join(folder, 'bin/keyring'), '#!/bin/sh\nenv | grep ^PYTHON | sort | tr "\\n" " "\n');
    await chmod(join(folder, 'bin/keyring'), 0o755);
    const given = {
      PYTHONPATH: join(process.cwd(), 'src'),
      PYTHONHOME: process.cwd(),
      PYTHONUSERBASE: process.cwd(),
      PYTHONSTARTUP: 'evil.py',
      PYTHONPYCACHEPREFIX: process.cwd(),
      PYTHONWARNINGS: 'error::evil.Module',
      PYTHONUTF8: '1',
      PYTHON_KEYRING_BACKEND: 'keyring.backends.null.Keyring',
    };

    const keyring = programKeyring({ env: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, ...given }, projectFolder: process.cwd() });

    expect(await keyring.get('https://index.example/', 'me')).toEqual({ username: 'me', password: 'PYTHONUTF8=1 PYTHON_KEYRING_BACKEND=keyring.backends.null.Keyring ' });
  });

  test.each(['--help', 'me\0'])('is not run for a user called %j, which it would misread', async (username) => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'ropewalk-keyring-')));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await writeFile(join(folder, 'keyring'), '#!/bin/sh\n');
    await chmod(join(folder, 'keyring'), 0o755);
    const keyring = programKeyring({ env: { PATH: folder }, projectFolder: process.cwd(), run: () => Promise.reject(new Error('it was run')) });

    await expect(keyring.get('https://index.example/', 'me')).rejects.toThrow('it was run');
    expect(await keyring.get('https://index.example/', username)).toBeUndefined();
  });
});
