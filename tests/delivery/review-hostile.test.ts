import { execFile, spawn } from 'node:child_process';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { programPath } from '../command/ropewalk.ts';
import { jobOf, openDemoWorld, openFolder, run, startIndex, stored, uploadsTo, writeRelease } from './world.ts';

// Of PyPI, made with a made-up key: it holds nowhere.
const pypiToken =
  'pypi-AgEIcHlwaS5vcmcCJDBmMWUyZDNjLTRiNWEtNjk3OC04Nzk2LWE1YjRjM2QyZTFmMAACK1szLCAiMmQzYzRiNWEtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwIl0AAAYgn4lEdWZEntpBZgO8CnStBF31POucBDXJeoqTay2ot8Y';

/** An index that refuses everything, and says what it was sent while it does. */
async function startEchoingIndex(): Promise<URL> {
  const server = createServer((request, response) => {
    const sent = request.headers.authorization ?? '';
    const decoded = Buffer.from(sent.replace(/^Basic /, ''), 'base64').toString();
    request.resume().on('end', () => response.writeHead(403, `no ${decoded}`, { 'content-type': 'text/plain' }).end(`403 you sent ${decoded}, ${sent}`));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/legacy/`);
}

/** Runs the command with its output cut off after its first bytes, and waits for its end. */
function runCut(folder: string, args: readonly string[], cut: 'stdout' | 'stderr'): Promise<number | null> {
  const child = spawn(process.execPath, [programPath, ...args], { cwd: folder, env: { PATH: process.env['PATH'], HOME: folder } });
  const [cutStream, other] = cut === 'stdout' ? [child.stdout, child.stderr] : [child.stderr, child.stdout];
  cutStream.once('data', () => cutStream.destroy());
  other.resume();
  return new Promise((resolve) => child.on('close', resolve));
}

describe('a password that the index repeats', () => {
  test.each([['--debug'], ['--json'], ['--events']])('is in no output of upload %s', async (option) => {
    const [folder, url] = [await openFolder(), await startEchoingIndex()];

    const ended = await run(folder, ['upload', ...(await writeRelease(folder, 1)), '--repository-url', url.href, '-u', 'alice', option], { TWINE_PASSWORD: 'S3cretWord9' });

    expect(ended.status).toBe(4);
    expect(ended.stderr + ended.stdout).toContain('[hidden]');
    expect(ended.stderr + ended.stdout).not.toMatch(/S3cretWord9|YWxpY2U6/);
  });

  test('is in no output of twine upload --verbose', async () => {
    const [folder, url] = [await openFolder(), await startEchoingIndex()];

    const ended = await run(folder, ['twine', 'upload', '--verbose', ...(await writeRelease(folder, 1)), '--repository-url', url.href, '-u', 'alice'], { TWINE_PASSWORD: 'S3cretWord9' });

    expect(ended.status).toBe(1);
    expect(ended.stderr + ended.stdout).not.toMatch(/S3cretWord9|YWxpY2U6/);
  });
});

describe("PyPI's token", () => {
  test.each([`"${pypiToken}"`, `token ${pypiToken}`, pypiToken.slice('pypi-'.length), pypiToken.slice(0, 60)])('goes to no other index, also spoiled: %#', async (token) => {
    const [folder, index] = [await openFolder(), await startIndex()];

    const ended = await run(folder, ['upload', ...(await writeRelease(folder, 1)), '--repository-url', index.uploadUrl.href], { ROPEWALK_TOKEN: token });

    expect(ended).toMatchObject({ status: 4, stderr: expect.stringContaining('CREDENTIAL_FOR_OTHER_INDEX') as string });
    expect(uploadsTo(index)).toBe(0);
  });
});

describe('a home that is the project', () => {
  test.each(['', '.'])('(HOME=%j) leaves its .pypirc, netrc and trusted root unread', async (home) => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const [path = ''] = await writeRelease(folder, 1);
    await writeFile(join(folder, '.pypirc'), `[pypi]\nrepository = ${index.uploadUrl.href}\nusername = planted\npassword = planted\n`);
    await writeFile(join(folder, '.netrc'), 'machine 127.0.0.1 login planted password planted\n', { mode: 0o600 });
    await mkdir(join(folder, '.cache/ropewalk'), { recursive: true });
    await writeFile(join(folder, '.cache/ropewalk/trusted-root.json'), 'planted');
    const env = { HOME: home, CI: 'true' };

    const asked = await run(folder, ['whoami', '--json'], env);
    const named = await run(folder, ['upload', path, '--repository-url', index.uploadUrl.href], env);
    const root = await run(folder, ['trusted-root', 'show'], env);
    const cached = await run(folder, ['trusted-root', 'show'], { HOME: join(folder, 'dist'), XDG_CACHE_HOME: '.cache' });

    expect(asked.stdout).not.toContain('planted');
    expect(named.stderr + named.stdout).not.toContain('planted');
    expect(index.requests().filter(({ method }) => method === 'POST')).toEqual([]);
    expect([root.status, cached.status]).toEqual([0, 0]);
  });
});

test.each(['ROPEWALK_PASSWORD', 'ROPEWALK_TOKEN', 'TWINE_PASSWORD', 'UV_PUBLISH_TOKEN'])('%s goes to one of several indexes at most', async (name) => {
  const [folder, one, two] = [await openFolder(), await startIndex(), await startIndex()];
  const urls = [one.uploadUrl.href, two.uploadUrl.href];

  const ended = await run(folder, ['upload', ...(await writeRelease(folder, 1)), ...urls.flatMap((url) => ['-r', url])], { [name]: 'S3cretWord9' });

  expect(ended).toMatchObject({ status: 3, stderr: expect.stringContaining(name) as string });
  expect([...one.requests(), ...two.requests()]).toEqual([]);
});

describe('a reader that leaves', () => {
  test.each(['stdout', 'stderr'] as const)('(%s) ends no release half-way', async (stream) => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const args = ['upload', ...(await writeRelease(folder, 3)), '--repository-url', index.uploadUrl.href, '--token', index.createToken(), '--no-wait'];

    const status = await runCut(folder, stream === 'stdout' ? [...args, '--events'] : args, stream);

    expect(status).toBe(0);
    expect(Object.keys(stored(index))).toHaveLength(3);
  });

  test('never turns a failure into a success', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    index.inject({ route: 'upload', kind: { type: 'status', status: 400, reason: 'no' } });

    const status = await runCut(folder, ['upload', ...(await writeRelease(folder, 1)), '--repository-url', index.uploadUrl.href, '--token', index.createToken(), '--events'], 'stdout');

    expect(status).toBe(6);
  });

  test.skipIf(process.platform !== 'linux')('and a full disk: said in one message, after everything was uploaded', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const args = ['upload', ...(await writeRelease(folder, 2)), '--repository-url', index.uploadUrl.href, '--token', index.createToken(), '--no-wait', '--json'];
    const full = await open('/dev/full', 'w');
    onTestFinished(() => full.close());
    const child = spawn(process.execPath, [programPath, ...args], { cwd: folder, env: { PATH: process.env['PATH'], HOME: folder }, stdio: ['ignore', full.fd, 'pipe'] });
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const status = await new Promise((resolve) => child.on('close', resolve));

    expect(status).toBe(3);
    expect(stderr).toMatch(/^error: .* \[CONFIGURATION_OUTPUT\]\n.*\n$/m);
    expect(stderr).not.toContain('    at ');
    expect(Object.keys(stored(index))).toHaveLength(2);
  });
});

describe.skipIf(process.platform === 'win32')('a named pipe where an attestation belongs', () => {
  test.each(['publish', 'upload'])('%s does not wait for it', async (command) => {
    const [folder, world] = [await openFolder(), await openDemoWorld()];
    const [path = ''] = await writeRelease(folder, 1);
    await promisify(execFile)('mkfifo', [`${path}.publish.attestation`]);

    const ended = await run(folder, [command, path], await jobOf(world, folder));

    expect(ended.stderr).toContain(`${basename(path)}.publish.attestation`);
    expect(ended.status).toBe(command === 'publish' ? 0 : 1);
  }, 20_000);

  test('sign --bundle does not wait for one in the place of a bundle', async () => {
    const [folder, world] = [await openFolder(), await openDemoWorld()];
    const [path = ''] = await writeRelease(folder, 1);
    await promisify(execFile)('mkfifo', [`${path}.sigstore.json`]);

    const ended = await run(folder, ['sign', path, '--bundle'], await jobOf(world, folder));

    expect(ended.status).toBe(0);
  }, 20_000);
});

describe('twine', () => {
  test.each([['.publish.attestation', ['--attestations']], ['.asc', []]] as const)('names a %s that is a directory', async (suffix, options) => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const [path = ''] = await writeRelease(folder, 1);
    await mkdir(`${path}${suffix}`);
    await writeFile(`${dirname(path)}/unrelated.txt`, '');

    const ended = await run(folder, ['twine', 'upload', ...options, path, `${path}${suffix}`, '--repository-url', index.uploadUrl.href, '-p', index.createToken()]);

    expect(ended).toMatchObject({ status: 1, stdout: expect.stringContaining(`InvalidDistribution: Cannot read file: '${path}${suffix}'`) as string });
    expect(uploadsTo(index)).toBe(0);
  });
});
