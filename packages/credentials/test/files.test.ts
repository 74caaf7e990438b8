import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseConfig } from '../src/config-text.ts';
import { findRepository, findServerFor, mayPrompt, parseNetrc, parsePypirc, programKeyring, readNetrc, readPypirc } from '../src/index.ts';

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'credentials-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

// Recorded from Python 3.11's RawConfigParser; `undefined` where it raises an error.
const configs: readonly (readonly [text: string, sections: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined])[] = [
  ['', {}],
  ['[a]\nk=v', { a: { k: 'v' } }],
  ['[a]\nK : v', { a: { k: 'v' } }],
  ['[a]\nk= x = y : z', { a: { k: 'x = y : z' } }],
  ['[a]\nk = one\n  two\n\n  three\n\n', { a: { k: 'one\ntwo\n\nthree' } }],
  ['[a]\nk = v # not a comment ; really', { a: { k: 'v # not a comment ; really' } }],
  ['[a]\n# c\n  ; c\nk=v', { a: { k: 'v' } }],
  ['[a]\nk=\n  # c\n  v', { a: { k: '\nv' } }],
  ['[a]\n  k=v\n  l=w\n   m=x', { a: { k: 'v', l: 'w\nm=x' } }],
  ['[a]\nk=v\n[a]\n', undefined],
  ['[a]\nk=1\nK=2', undefined],
  ['k=v', undefined],
  ['[a]\nnovalue', undefined],
  ['[a]\n=v', undefined],
  ['[a] tail\nk=v', { a: { k: 'v' } }],
  ['[a]b]\nk=v', { 'a]b': { k: 'v' } }],
  ['[DEFAULT]\nu=me\n[a]\nk=v\n[b]\nu=you', { a: { u: 'me', k: 'v' }, b: { u: 'you' } }],
  ['[DEFAULT]\nu=me\n[DEFAULT]\nw=x\n[a]', { a: { u: 'me', w: 'x' } }],
  ['[a]\nk = %(x)s ${y}', { a: { k: '%(x)s ${y}' } }],
  ['[a]\r\nk=v\r\n  w\r\n', { a: { k: 'v\nw' } }],
  ['[a]\nk:=v', { a: { k: '=v' } }],
  ['[a]\nk=v\n[b', undefined],
  ['[ a ]\nk=v', { ' a ': { k: 'v' } }],
];

describe('text in the form of configparser', () => {
  test.each(configs)('%j is read as Python reads it', (text, expected) => {
    const sections = parseConfig(text);

    const read = 'reason' in sections ? undefined : Object.fromEntries([...sections].map(([name, options]) => [name, Object.fromEntries(options)]));
    expect(read).toEqual(expected);
  });

  test('brings back what was written', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
    const value = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);
    fc.assert(
      fc.property(fc.dictionary(word, fc.dictionary(word, value)), (written) => {
        const text = Object.entries(written).map(([name, options]) => `[${name}]\n${Object.entries(options).map(([key, text]) => `${key} = ${text}\n`).join('')}`).join('');
        const sections = parseConfig(text);
        if ('reason' in sections) throw new Error(sections.reason);
        expect(Object.fromEntries([...sections].map(([name, options]) => [name, Object.fromEntries(options)]))).toEqual({ ...written });
      }),
    );
  });
});

describe('.pypirc', () => {
  test('has the servers that it lists, and pypi', () => {
    const pypirc = parsePypirc('[distutils]\nindex-servers =\n    mine\n    bare\n[mine]\nrepository: https://index.example/legacy/\nusername: me\nca_cert: /ca.pem\n[hidden]\nrepository=https://hidden.example/\n[server-login]\npassword: old', '/p');

    expect(pypirc.servers.map(({ name }) => name)).toEqual(['pypi', 'mine', 'bare']);
    expect(pypirc.servers[1]).toEqual({ name: 'mine', repository: new URL('https://index.example/legacy/'), username: 'me', password: 'old', caCert: '/ca.pem' });
    expect(findRepository(pypirc, 'pypi').repository.href).toBe('https://upload.pypi.org/legacy/');
    expect(() => findRepository(pypirc, 'hidden')).toThrow(expect.objectContaining({ code: 'REPOSITORY_UNKNOWN' }));
    expect(() => findRepository(pypirc, 'bare')).toThrow(expect.objectContaining({ code: 'REPOSITORY_UNKNOWN' }));
    expect(() => findRepository(pypirc, 'testpypi')).toThrow(expect.objectContaining({ code: 'REPOSITORY_UNKNOWN' }));
  });

  test('without one, pypi and testpypi are known', () => {
    expect(findRepository(undefined, 'testpypi').repository.href).toBe('https://test.pypi.org/legacy/');
    expect(() => findRepository(undefined, 'mine')).toThrow(expect.objectContaining({ code: 'REPOSITORY_UNKNOWN' }));
  });

  test('is searched by URL, then by origin; PyPI is always https', () => {
    const pypirc = parsePypirc('[distutils]\nindex-servers = a b c\n[a]\nrepository=https://i.example/one/\n[b]\nrepository=https://i.example/two\n[c]\nrepository=http://upload.pypi.org/legacy/', '/p');

    expect(findServerFor(pypirc, new URL('https://i.example/two/'))?.name).toBe('b');
    expect(findServerFor(pypirc, new URL('https://i.example/three/'))?.name).toBe('a');
    expect(findServerFor(pypirc, new URL('https://j.example/'))).toBeUndefined();
    expect(findRepository(pypirc, 'c').repository.protocol).toBe('https:');
  });

  test('that is malformed is an error with the line and without its text', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, '.pypirc');
    await writeFile(path, '[pypi]\nhunter2\n');

    const error: unknown = await readPypirc(path).catch((reason: unknown) => reason);

    expect(error).toMatchObject({ code: 'CREDENTIAL_FILE_UNREADABLE' });
    expect(String(error)).toContain('line 2');
    expect(String(error)).not.toContain('hunter2');
    await expect(readPypirc(join(folder, 'missing'))).rejects.toMatchObject({ code: 'CREDENTIAL_FILE_UNREADABLE' });
  });

  test('may be in an old encoding', async () => {
    const path = join(await temporaryFolder(), '.pypirc');
    await writeFile(path, Buffer.from('[pypi]\npassword = \xfcber', 'latin1'));

    expect((await readPypirc(path))?.servers[0]?.password).toBe('über');
  });
});

describe('netrc', () => {
  test('has one entry per machine; comments, macros and the default are passed over', () => {
    const text = 'machine a.example login me password p#1 # comment\n# machine x login y password z\nmacdef init\n machine evil\n\nmachine B.example\n  login "q uo\\"te" account k\n  password #hash\ndefault login all password open\n';

    expect(parseNetrc(text)).toEqual([
      { host: 'a.example', login: 'me', password: 'p#1' },
      { host: 'b.example', login: 'q uo"te', password: '#hash' },
    ]);
  });

  test('is found where NETRC says, and known to be exposed', async () => {
    const path = join(await temporaryFolder(), 'netrc');
    await writeFile(path, 'machine a.example login me password p');
    await chmod(path, 0o644);
    const exposed = await readNetrc({ NETRC: path });
    await chmod(path, 0o600);

    expect(exposed?.isExposed).toBe(process.platform !== 'win32');
    expect((await readNetrc({ NETRC: path }))?.isExposed).toBe(false);
    expect(await readNetrc({ NETRC: join(path, 'missing') })).toBeUndefined();
  });
});

describe.skipIf(process.platform === 'win32')('programs', () => {
  async function programIn(folder: string, script: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'keyring'), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, 'keyring'), 0o755);
  }

  test('the keyring gives a password, or a user and password, without a shell', async () => {
    const folder = await temporaryFolder();
    await programIn(join(folder, 'bin'), 'if [ "$1" = get ]; then echo "$2|$3"; else printf "user\\npass\\n"; fi');
    const keyring = programKeyring({ env: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin` }, projectFolder: join(folder, 'project') });

    expect(await keyring.get('https://index.example/$(id)', '; id')).toEqual({ username: '; id', password: 'https://index.example/$(id)|; id' });
    expect(await keyring.get('https://index.example/', '--help')).toBeUndefined();
    expect(await keyring.get('https://index.example/', undefined)).toEqual({ username: 'user', password: 'pass' });
  });

  test('a keyring that is missing or hangs says so, and one that fails has nothing', async () => {
    const folder = await temporaryFolder();
    const keyring = programKeyring({ env: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin` }, projectFolder: join(folder, 'project'), timeoutMs: 1500 });

    expect(await keyring.get('a', 'b')).toEqual({ unavailable: 'not installed outside this project' });
    await programIn(join(folder, 'bin'), 'echo word; exit 1');
    expect(await keyring.get('a', 'b')).toBeUndefined();
    await programIn(join(folder, 'bin'), 'echo asked >> "$0.log"; exec sleep 20');
    expect(await keyring.get('a', 'b')).toEqual({ unavailable: 'no answer within 1.5 seconds' });
    expect(await keyring.get('c', 'd')).toEqual({ unavailable: 'no answer within 1.5 seconds' });
    expect(await readFile(join(folder, 'bin/keyring.log'), 'utf8')).toBe('asked\n');
  });
});

test('a person is asked only at a terminal and not in CI', () => {
  const terminal = { isTTY: true };

  expect(mayPrompt({ stdin: terminal, stderr: terminal, env: {} })).toBe(true);
  expect(mayPrompt({ stdin: terminal, stderr: terminal, env: { CI: 'false' } })).toBe(true);
  expect(mayPrompt({ stdin: terminal, stderr: terminal, env: { CI: 'true' } })).toBe(false);
  expect(mayPrompt({ stdin: {}, stderr: terminal, env: {} })).toBe(false);
  expect(mayPrompt({ stdin: terminal, stderr: {}, env: {} })).toBe(false);
});
