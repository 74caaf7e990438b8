import { readFile, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { askNativeModule, type NativeModule } from '../src/ask-native-module.ts';
import { nativeKeyring, severalKeyrings, type Keyring } from '../src/index.ts';
import { temporaryFolder, write } from './temporary-folder.ts';

/** Stands for `@napi-rs/keyring`: its entries are made by `body`, with `service`, `username` and `options`. */
async function installFake(folder: string, body: string): Promise<string> {
  const place = join(folder, 'node_modules/@napi-rs/keyring');
  await write(join(place, 'package.json'), JSON.stringify({ name: '@napi-rs/keyring', main: 'main.js' }));
  await write(
    join(place, 'main.js'),
    `console.log('loaded');\nclass AsyncEntry { constructor(service, username, options) { Object.assign(this, { service, username, options }); }\n` +
      `  async getSecret() { const { service, username, options } = this; ${body} } }\n` +
      `module.exports = { AsyncEntry, findCredentialsAsync: async (service) => [{ account: 'whoever', password: service }] };\n`,
  );
  return place;
}

async function worldWith(body: string): Promise<{ readonly installFolder: string; readonly projectFolder: string; readonly env: Readonly<Record<string, string>> }> {
  const folder = await temporaryFolder();
  await installFake(join(folder, 'tools'), body);
  await write(join(folder, 'project/pyproject.toml'), '');
  return { installFolder: join(folder, 'tools/node_modules/ropewalk/dist'), projectFolder: join(folder, 'project'), env: {} };
}

describe('the keyring module', () => {
  test('gives a password, or a user and password', async () => {
    const keyring = nativeKeyring(await worldWith("return Buffer.from(service + '|' + username + '|' + options.linux.store);"));

    expect(await keyring.get('https://index.example/', 'mé')).toEqual({ username: 'mé', password: 'https://index.example/|mé|secret-service' });
    expect(await keyring.get('https://index.example/', undefined)).toEqual({ username: 'whoever', password: 'https://index.example/' });
  });

  test('has nothing where the module has nothing', async () => {
    expect(await nativeKeyring(await worldWith('return null;')).get('a', 'b')).toBeUndefined();
    expect(await nativeKeyring(await worldWith('return [];')).get('a', 'b')).toBeUndefined();
  });

  test('that is not installed says so, and needs no process for it', async () => {
    const folder = await temporaryFolder();

    expect(await nativeKeyring({ installFolder: join(folder, 'dist'), projectFolder: join(folder, 'project') }).get('a', 'b')).toEqual({ unavailable: 'not installed' });
  });

  test.each([
    ['rejects', "throw new Error('locked:\\nnobody unlocked it');", 'locked: nobody unlocked it', 30_000],
    ['crashes', "process.kill(process.pid, 'SIGSEGV'); await new Promise(() => setTimeout(() => {}, 60000));", 'it ended without an answer', 30_000],
    // Longer than a process takes to start on a busy machine.
    ['blocks its whole process', 'for (;;);', 'no answer within 4 seconds', 4000],
  ] as const)('that %s has nothing, says why, and is asked no more', async (_how, body, unavailable, timeoutMs) => {
    const world = await worldWith(`require('node:fs').appendFileSync(__dirname + '/asked', '.'); ${body}`);
    const keyring = nativeKeyring({ ...world, timeoutMs });

    expect(await keyring.get('a', 'b')).toEqual({ unavailable });
    expect(await keyring.get('c', 'd')).toEqual({ unavailable });
    expect(await readFile(join(world.installFolder, '../../@napi-rs/keyring/asked'), 'utf8')).toBe('.');
  });

  test('that cannot be loaded has nothing', async () => {
    const world = await worldWith('return null;');
    await write(join(world.installFolder, '../../@napi-rs/keyring/main.js'), "throw new Error('no native binding')");

    expect(await nativeKeyring(world).get('a', 'b')).toEqual({ unavailable: 'no native binding' });
  });

  test('gets no variable that would make Node.js load something else', async () => {
    const world = await worldWith('return Buffer.from(Object.keys(process.env).filter((name) => /^(?:NODE_|NAPI_|DBUS)/.test(name)).join());');
    const env = { NODE_OPTIONS: '--require ./evil.js', NODE_PATH: world.projectFolder, NAPI_RS_NATIVE_LIBRARY_PATH: './evil.node', DBUS_SESSION_BUS_ADDRESS: 'x' };

    expect(await nativeKeyring({ ...world, env }).get('a', 'b')).toEqual({ username: 'b', password: 'DBUS_SESSION_BUS_ADDRESS' });
  });
});

describe('the keyring module is never loaded from the project', () => {
  const stolen = "return Buffer.from('from the project');";
  const refused = { unavailable: 'installed only in this project, and nothing of a project is loaded' };

  test('whose node_modules folder or current folder has one', async () => {
    const { projectFolder } = await worldWith(stolen);
    await installFake(projectFolder, stolen);
    const elsewhere = await temporaryFolder();

    expect(await nativeKeyring({ installFolder: elsewhere, projectFolder, env: { NODE_PATH: join(projectFolder, 'node_modules') } }).get('a', 'b')).toEqual({ unavailable: 'not installed' });
  });

  test('where ropewalk itself is installed in it', async () => {
    const folder = await temporaryFolder();
    await write(join(folder, '.git/HEAD'), '');
    await installFake(folder, stolen);

    expect(await nativeKeyring({ installFolder: join(folder, 'node_modules/ropewalk/dist'), projectFolder: join(folder, 'python'), env: {} }).get('a', 'b')).toEqual(refused);
  });

  test('where a link leads into it', async () => {
    const folder = await temporaryFolder();
    await installFake(join(folder, 'project'), stolen);
    await write(join(folder, 'tools/package.json'), '{}');
    await symlink(join(folder, 'project/node_modules'), join(folder, 'tools/node_modules'), 'junction');

    expect(await nativeKeyring({ installFolder: join(folder, 'tools'), projectFolder: join(folder, 'project'), env: {} }).get('a', 'b')).toEqual(refused);
  });

  test('but from further up, where one in the project comes first', async () => {
    const folder = await temporaryFolder();
    await installFake(folder, "return Buffer.from('from outside');");
    await installFake(join(folder, 'project'), stolen);

    const keyring = nativeKeyring({ installFolder: join(folder, 'project/node_modules/ropewalk'), projectFolder: join(folder, 'project'), env: {} });

    expect(await keyring.get('a', 'b')).toEqual({ username: 'b', password: 'from outside' });
  });
});

describe('the layout that Python’s keyring has', () => {
  /** A Windows vault: targets with their user and password. */
  function vault(entries: Readonly<Record<string, readonly [account: string, password: string]>>): NativeModule {
    return {
      AsyncEntry: class {
        readonly #target: string;
        constructor(service: string, username: string) {
          this.#target = `${username}.${service}`;
        }
        async getSecret(): Promise<Uint8Array | null> {
          const entry = entries[this.#target];
          return entry === undefined ? null : Buffer.from(entry[1], 'utf16le');
        }
      },
      findCredentialsAsync: async (_service, target = '') => {
        const entry = entries[target];
        return entry === undefined ? [] : [{ account: entry[0], password: entry[1] }];
      },
    };
  }
  const onWindows = { folder: '', platform: 'win32', service: 'https://index.example/' } as const;

  test('on Windows is read: the service, then the user and the service', async () => {
    const module = vault({ 'https://index.example/': ['you', 'p1'], 'me@https://index.example/': ['me', 'p2'], 'me.https://index.example/': ['me', 'p3'] });

    expect(await askNativeModule(module, { ...onWindows, username: 'you' })).toEqual({ username: 'you', password: 'p1' });
    expect(await askNativeModule(module, { ...onWindows, username: 'me' })).toEqual({ username: 'me', password: 'p2' });
    expect(await askNativeModule(module, onWindows)).toEqual({ username: 'you', password: 'p1' });
    expect(await askNativeModule(module, { ...onWindows, username: 'she' })).toBeUndefined();
  });

  test('on Windows comes before that of the module itself', async () => {
    const module = vault({ 'mé.https://index.example/': ['mé', 'p3é'] });

    expect(await askNativeModule(module, { ...onWindows, username: 'mé' })).toEqual({ username: 'mé', password: 'p3é' });
    expect(await askNativeModule(module, onWindows)).toBeUndefined();
  });

  test('on Windows is not searched by a pattern', async () => {
    const module: NativeModule = { ...vault({}), findCredentialsAsync: async () => [{ account: 'admin', password: 'another’s' }] };

    expect(await askNativeModule(module, { ...onWindows, service: 'https://*' })).toBeUndefined();
    expect(await askNativeModule(module, { ...onWindows, username: '*' })).toBeUndefined();
  });
});

describe('the real module', () => {
  test.skipIf(process.platform !== 'linux')('says that there is no Secret Service, and does not turn to the kernel’s keyring', async () => {
    const folder = await temporaryFolder();
    const keyring = nativeKeyring({ projectFolder: folder, env: { PATH: '/usr/bin:/bin', DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'nobody')}` } });

    expect(await keyring.get('https://index.example/', 'me')).toEqual({ unavailable: expect.stringMatching(/DBus|D-Bus/i) as string });
  });

  test.skipIf(process.platform !== 'linux')('is given up when the Secret Service does not answer', async () => {
    const folder = await temporaryFolder();
    const server = createServer(() => undefined);
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => {
      server.listen(join(folder, 'bus'), resolve);
    });
    const keyring = nativeKeyring({ projectFolder: folder, timeoutMs: 1500, env: { DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'bus')}` } });

    expect(await keyring.get('https://index.example/', 'me')).toEqual({ unavailable: 'no answer within 1.5 seconds' });
  });
});

describe('several keyrings', () => {
  const empty: Keyring = { name: 'one', get: async () => undefined };
  const missing: Keyring = { name: 'two', get: async () => ({ unavailable: 'not installed' }) };
  const full: Keyring = { name: 'three', get: async () => ({ username: 'me', password: 'p' }) };

  test('are asked in order, past those that cannot be asked', async () => {
    expect(await severalKeyrings(missing, empty, full).get('a', 'b')).toEqual({ username: 'me', password: 'p' });
    expect(await severalKeyrings(empty, missing).get('a', 'b')).toEqual({ unavailable: 'not installed' });
    expect(severalKeyrings(missing, empty).name).toBe('two or one');
  });
});
