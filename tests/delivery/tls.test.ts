import { createServer, type ServerOptions } from 'node:https';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { indexProfiles, type LocalIndex } from '@ropewalk/local-index';
import { describe, expect, onTestFinished, test } from 'vitest';
import { authority, certificate, key } from '../../packages/http/test/certificates.ts';
import { openFolder, run, startIndex, stored, writeRelease } from './world.ts';

/** Puts TLS before an index, as a company's proxy does, with a certificate of an authority that nobody knows. */
async function frontOf(index: LocalIndex, options: ServerOptions = {}): Promise<URL> {
  const server = createServer({ cert: certificate, key, ca: authority, ...options }, (incoming, outgoing) => {
    const onward = request({ host: index.url.hostname, port: index.url.port, path: incoming.url, method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.statusMessage, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return new URL(index.uploadUrl.pathname, `https://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

const users = [{ username: 'me', password: 'secret' }];
const login = ['-u', 'me', '-p', 'secret'];

describe('certificates', () => {
  test('an authority that nobody knows is not trusted, and that is not tried again and again', async () => {
    const [folder, index] = [await openFolder(), await startIndex({ profile: indexProfiles['html-only'], users })];
    const url = await frontOf(index);

    const ended = await run(folder, ['upload', ...(await writeRelease(folder, 1)), '--repository-url', url.href, ...login]);

    expect(ended).toMatchObject({ status: 5 });
    expect(ended.stderr).toMatch(/certificate/i);
    expect(stored(index)).toEqual({});
  });

  test.each([
    ['--cert', ['--cert', 'authority.pem'], {}],
    ['ROPEWALK_CERT', [], { ROPEWALK_CERT: 'authority.pem' }],
    ['TWINE_CERT', [], { TWINE_CERT: 'authority.pem' }],
  ] as const)('%s adds one', async (_, options, env) => {
    const [folder, index] = [await openFolder(), await startIndex({ profile: indexProfiles['html-only'], users })];
    const url = await frontOf(index);
    await writeFile(join(folder, 'authority.pem'), authority);

    const ended = await run(folder, ['upload', ...(await writeRelease(folder, 1)), '--repository-url', url.href, ...login, ...options], env);

    expect(ended).toMatchObject({ status: 0 });
  });

  test('ca_cert of .pypirc adds one for its index', async () => {
    const [folder, index] = [await openFolder(), await startIndex({ profile: indexProfiles['html-only'], users })];
    const url = await frontOf(index);
    await writeFile(join(folder, 'authority.pem'), authority);
    await writeFile(join(folder, '.pypirc'), `[distutils]\nindex-servers = mine\n[mine]\nrepository = ${url.href}\nusername = me\npassword = secret\nca_cert = ${folder}/authority.pem\n`);
    const [one = '', two = ''] = await writeRelease(folder, 2);

    const runs = [await run(folder, ['upload', '-r', 'mine', one]), await run(folder, ['twine', 'upload', '-r', 'mine', two])];

    expect(runs.map(({ status }) => status)).toEqual([0, 0]);
    expect(Object.keys(stored(index))).toHaveLength(2);
  });

  test('--client-cert shows one to an index that asks, and no password is needed then', async () => {
    const [folder, index] = [await openFolder(), await startIndex({ profile: { ...indexProfiles['html-only'], authentication: 'none' } })];
    const url = await frontOf(index, { requestCert: true, rejectUnauthorized: true });
    await writeFile(join(folder, 'authority.pem'), authority);
    await writeFile(join(folder, 'mine.pem'), `${certificate}\n${key}\n`);
    const [one = '', two = ''] = await writeRelease(folder, 2);
    const options = ['--repository-url', url.href, '--cert', 'authority.pem', '--client-cert', 'mine.pem', '--non-interactive'];

    const runs = [await run(folder, ['upload', one, ...options]), await run(folder, ['twine', 'upload', two, ...options])];

    expect(runs.map(({ status }) => status)).toEqual([0, 0]);
    expect(Object.keys(stored(index))).toHaveLength(2);
  });

  test('--client-cert is not shown to several indexes, also not by names of .pypirc', async () => {
    const [folder, one, two] = [await openFolder(), await startIndex(), await startIndex()];
    await writeFile(join(folder, 'mine.pem'), `${certificate}\n${key}\n`);
    await writeFile(join(folder, '.pypirc'), `[distutils]\nindex-servers =\n  one\n  two\n[one]\nrepository = ${one.uploadUrl.href}\n[two]\nrepository = ${two.uploadUrl.href}\n`);
    const [path = ''] = await writeRelease(folder, 1);

    for (const names of [[one.uploadUrl.href, two.uploadUrl.href], ['one', 'two']]) {
      const ended = await run(folder, ['upload', path, ...names.flatMap((name) => ['-r', name]), '--client-cert', 'mine.pem']);

      expect(ended).toMatchObject({ status: 2, stderr: expect.stringMatching(/--client-cert.*\[USAGE_OPTION\]\n.*client_cert.*\.pypirc/) as string });
    }
    expect([...one.requests(), ...two.requests()]).toEqual([]);
  });

  test('--client-cert may go to two addresses of one origin', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    await writeFile(join(folder, 'mine.pem'), `${certificate}\n${key}\n`);
    const [path = ''] = await writeRelease(folder, 1);

    const ended = await run(folder, ['upload', path, '-r', index.uploadUrl.href, '-r', `${index.uploadUrl.href}?two`, '--client-cert', 'mine.pem', '--dry-run']);

    expect(ended.stderr).not.toContain('USAGE_OPTION');
  });

  test('client_cert of each section of .pypirc goes to its own index', async () => {
    const profile = { ...indexProfiles['html-only'], authentication: 'none' } as const;
    const indexes = [await startIndex({ profile }), await startIndex({ profile })];
    const folder = await openFolder();
    await writeFile(join(folder, 'authority.pem'), authority);
    await writeFile(join(folder, 'mine.pem'), `${certificate}\n${key}\n`);
    const sections: string[] = [];
    for (const [number, index] of indexes.entries()) {
      const url = await frontOf(index, { requestCert: true, rejectUnauthorized: true });
      sections.push(`[i${number}]\nrepository = ${url.href}\nca_cert = ${folder}/authority.pem\nclient_cert = ${folder}/mine.pem\n`);
    }
    await writeFile(join(folder, '.pypirc'), `[distutils]\nindex-servers =\n  i0\n  i1\n${sections.join('')}`);

    const ended = await run(folder, ['upload', ...(await writeRelease(folder, 1)), '-r', 'i0', '-r', 'i1', '--non-interactive']);

    expect(ended).toMatchObject({ status: 0 });
    expect(indexes.map((index) => Object.keys(stored(index)).length)).toEqual([1, 1]);
  });
});
