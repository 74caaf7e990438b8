import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findCredential, nativeKeyring, programKeyring, severalKeyrings, type Keyring } from '../src/index.ts';
import { temporaryFolder, write } from './temporary-folder.ts';

/** Waits for a process to say its number, in a file. */
async function numberIn(path: string): Promise<number> {
  for (;;) {
    const text = await readFile(path, 'utf8').catch(() => '');
    if (text.endsWith('\n')) return Number(text);
    await pause(20);
  }
}

/** Waits until a process is gone; `false` when it is there after ten seconds. */
async function isGone(pid: number): Promise<boolean> {
  for (let wait = 0; wait < 500; wait += 1) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    // A process that ended stays until its parent looks; where that is gone too, whoever is in its place may take a while.
    if (/\) Z /.test(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''))) return true;
    await pause(20);
  }
  return false;
}

/** A keyring program or module that never answers, and the file it writes its number to. */
interface Hanging {
  readonly keyring: Keyring;
  readonly pid: string;
}

async function hangingProgram(script = 'exec sleep 60'): Promise<Hanging> {
  const folder = await temporaryFolder();
  await write(join(folder, 'bin/keyring'), `#!/bin/sh\necho $$ > ${join(folder, 'pid')}\n${script}\n`, 0o755);
  const keyring = programKeyring({ env: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin` }, projectFolder: join(folder, 'project') });
  return { keyring, pid: join(folder, 'pid') };
}

/** The secret is never had: `body` runs in its place. */
async function hangingModule(body: string): Promise<Hanging & { readonly folder: string }> {
  const folder = await temporaryFolder();
  const place = join(folder, 'node_modules/@napi-rs/keyring');
  await write(join(place, 'package.json'), JSON.stringify({ name: '@napi-rs/keyring', main: 'main.js' }));
  await write(join(place, 'main.js'), `class AsyncEntry { async getSecret() { require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'pid'))}, process.pid + '\\n'); ${body} } }\nmodule.exports = { AsyncEntry };\n`);
  return { keyring: nativeKeyring({ installFolder: folder, projectFolder: join(folder, 'project'), env: {} }), pid: join(folder, 'pid'), folder };
}

const waiting = 'await new Promise(() => setInterval(() => {}, 60000));';
const blocking = 'for (;;);';

describe.skipIf(process.platform === 'win32')('an abort while a keyring is asked', () => {
  test.each([
    ['program', () => hangingProgram()],
    ['program that wants to go on', () => hangingProgram("trap '' TERM INT\nwhile :; do sleep 1; done")],
    ['module', () => hangingModule(waiting)],
    ['module that blocks', () => hangingModule(blocking)],
  ])('ends the %s at once, and the search with the reason', async (_what, start) => {
    const { keyring, pid } = await start();
    const controller = new AbortController();

    const search = findCredential({ repositoryUrl: new URL('https://index.example/legacy/'), username: 'me', env: {}, keyring: severalKeyrings(keyring), signal: controller.signal });
    const number = await numberIn(pid);
    controller.abort(new Error('interrupted'));

    await expect(search).rejects.toThrow('interrupted');
    expect(await isGone(number)).toBe(true);
  });

  test('that was before starts nothing', async () => {
    const { keyring, pid } = await hangingProgram();

    await expect(keyring.get('a', 'b', { signal: AbortSignal.abort(new Error('interrupted')) })).rejects.toThrow('interrupted');
    await expect(readFile(pid)).rejects.toThrow();
  });

  test('of one who asks is nobody else’s: the keyring is asked again', async () => {
    const { keyring, pid } = await hangingModule(`if (require('node:fs').existsSync(__dirname + '/again')) return Buffer.from('word'); require('node:fs').writeFileSync(__dirname + '/again', ''); ${waiting}`);
    const controller = new AbortController();

    const first = keyring.get('a', 'b', { signal: controller.signal });
    await numberIn(pid);
    controller.abort(new Error('interrupted'));
    await expect(first).rejects.toThrow('interrupted');

    expect(await keyring.get('a', 'b')).toEqual({ username: 'b', password: 'word' });
  });
});

describe.skipIf(process.platform === 'win32')('the limit in time', () => {
  test('holds for a program that does not want to end', async () => {
    const folder = await temporaryFolder();
    await write(join(folder, 'bin/keyring'), "#!/bin/sh\ntrap '' TERM INT\nsleep 8\nsleep 8\n", 0o755);
    const keyring = programKeyring({ env: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin` }, projectFolder: join(folder, 'project'), timeoutMs: 1500 });

    expect(await keyring.get('a', 'b')).toEqual({ unavailable: 'no answer within 1.5 seconds' });
  }, 8000);
});

describe.skipIf(process.platform === 'win32')('the process of the keyring module', () => {
  const asking = (folder: string): string =>
    `import { nativeKeyring } from ${JSON.stringify(new URL('../src/native-keyring.ts', import.meta.url).href)};
     void nativeKeyring({ installFolder: ${JSON.stringify(folder)}, projectFolder: ${JSON.stringify(join(folder, 'project'))}, env: {} }).get('a', 'b');
     process.stdin.once('data', () => process.exit(0));`;

  test.each([
    ['blocks', blocking],
    ['waits', waiting],
  ])('that %s ends with the process that asked', async (_how, body) => {
    const { folder, pid } = await hangingModule(body);
    const asker = spawn(process.execPath, ['--input-type=module', '-e', asking(folder)], { stdio: ['pipe', 'ignore', 'inherit'] });
    onTestFinished(() => void asker.kill('SIGKILL'));

    const number = await numberIn(pid);
    onTestFinished(() => void promisify(execFile)('kill', ['-9', String(number)]).catch(() => undefined));
    asker.stdin.end('end\n');

    expect(await isGone(number)).toBe(true);
  });

  test('that waits ends also when the process that asked is killed', async () => {
    const { folder, pid } = await hangingModule(waiting);
    const asker = spawn(process.execPath, ['--input-type=module', '-e', asking(folder)], { stdio: ['pipe', 'ignore', 'inherit'] });

    const number = await numberIn(pid);
    onTestFinished(() => void promisify(execFile)('kill', ['-9', String(number)]).catch(() => undefined));
    asker.kill('SIGKILL');

    expect(await isGone(number)).toBe(true);
  });
});
