import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { indexLogins } from '../src/reading/index-logins.ts';

/** A keyring program that has a password for everything, in a home without other credentials. */
async function openKeyring(answer = 'echo me; echo word'): Promise<{ readonly env: Record<string, string>; asked(): Promise<string> }> {
  const folder = await mkdtemp(join(tmpdir(), 'ropewalk-keyring-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'asked'), '');
  await writeFile(join(folder, 'keyring'), `#!/bin/sh\necho "$@" >> "${folder}/asked"\n${answer}\n`, { mode: 0o755 });
  return { env: { PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`, NETRC: join(folder, 'netrc') }, asked: () => readFile(join(folder, 'asked'), 'utf8') };
}

const sourceFor = (address: string, env: Record<string, string> = {}) => indexLogins({ address: new URL(address) }, env);

describe.skipIf(process.platform === 'win32')('the login of an index that is read', () => {
  test.each(['https://pypi.org/simple/', 'https://test.pypi.org/simple/'])('is not looked for where %s refuses: it shows everything to everybody', async (address) => {
    const keyring = await openKeyring();

    const found = await sourceFor(address, keyring.env).find();

    expect(found).toEqual({ remedy: 'Check that you may read this index.' });
    expect(await keyring.asked()).toBe('');
  });

  test('of another index is looked for in the keyring, once', async () => {
    const keyring = await openKeyring();
    const logins = sourceFor('https://index.example/simple/', keyring.env);

    const [found] = [await logins.find(), await logins.find()];

    expect(found).toMatchObject({ source: 'the keyring program (https://index.example/simple/)' });
    expect(await keyring.asked()).toBe('--mode creds get https://index.example/simple/\n');
  });

  test('is given up at once when that is aborted, while the keyring still thinks', async () => {
    const keyring = await openKeyring('exec sleep 60');
    const controller = new AbortController();

    const search = sourceFor('https://index.example/simple/', keyring.env).find({ signal: controller.signal });
    while ((await keyring.asked()) === '') await new Promise((resolve) => setTimeout(resolve, 20));
    controller.abort(new Error('interrupted'));

    await expect(search).rejects.toThrow('interrupted');
  });

  test('refuses to be used for another origin or over plain http', async () => {
    const found = await sourceFor('https://me:word@index.example/simple/').find();
    if (!('authorization' in found)) throw new Error('no login');

    expect(await found.authorization(new URL('https://index.example/files/x'))).toBe(`Basic ${Buffer.from('me:word').toString('base64')}`);
    await expect(found.authorization(new URL('https://files.example/x'))).rejects.toMatchObject({ code: 'CREDENTIAL_FOR_OTHER_INDEX' });
    await expect(found.authorization(new URL('http://index.example/x'))).rejects.toMatchObject({ code: 'CREDENTIAL_FOR_OTHER_INDEX' });
  });

  test.each([
    ['https://index.example/simple/', false],
    ['https://me@index.example/simple/', true],
    ['https://me:word@index.example/simple/', true],
  ])('of %s is looked for at once: %s', (address, isImmediate) => {
    expect(sourceFor(address).isImmediate).toBe(isImmediate);
  });
});
