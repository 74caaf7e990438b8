import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { programPath } from '../command/ropewalk.ts';
import { jobOf, openDemoWorld, openFolder, run, startIndex, writeRelease } from './world.ts';

const secret = 'S3cretQuery9';

/** An address that carries secrets in every part where one fits. */
function addressWithSecrets(url: URL, token = secret): string {
  return `${url.protocol}//__token__:${token}@${url.host}${url.pathname}?token=${secret}#${secret}`;
}

describe('an address with secrets in it', () => {
  test.each([[[]], [['--json']], [['--events']], [['--debug']]])('is shown without them, in success and in failure: upload %j', async (options) => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const files = await writeRelease(folder, 2);
    const token = index.createToken();
    const args = ['upload', ...files, '--repository-url', addressWithSecrets(index.uploadUrl, token), '--no-wait', ...options];
    index.inject({ route: 'upload', kind: { type: 'status', status: 400, reason: 'no' }, after: 1 });

    const runs = [await run(folder, args), await run(folder, args)];

    expect(runs[0]?.status).toBe(6);
    expect(runs[1]?.status).toBe(0);
    const output = runs.map(({ stdout, stderr }) => stdout + stderr).join('');
    expect(output).not.toContain(secret);
    expect(output).not.toContain(token);
    expect(runs[0]?.stderr).toMatch(/^To finish: ropewalk upload --repository-url http:\/\/127\.0\.0\.1:\d+\/legacy\/ /m);
    expect(runs[0]?.stderr).toMatch(/^ {2}Give it the whole address again/m);
  });

  test('of the environment, too, and in whoami', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const env = { ROPEWALK_REPOSITORY_URL: addressWithSecrets(index.uploadUrl) };

    const runs = [await run(folder, ['whoami'], env), await run(folder, ['whoami', '--json'], env), await run(folder, ['upload', ...(await writeRelease(folder, 1)), '--events', '--dry-run'], env)];

    expect(runs.map(({ stdout, stderr }) => stdout + stderr).join('')).not.toContain(secret);
  });

  test.each(['ftp:', 'https:'])('that twine upload refuses (%s)', async (protocol) => {
    const folder = await openFolder();
    const address = protocol === 'ftp:' ? `ftp://me:${secret}@host/?token=${secret}` : `https://upload.pypi.python.org/legacy/?token=${secret}`;

    const ended = await run(folder, ['twine', 'upload', ...(await writeRelease(folder, 1)), '--repository-url', address]);

    expect(ended.status).toBe(1);
    expect(ended.stdout + ended.stderr).not.toContain(secret);
  });
});

test.each(['ftp://me:S3cretQuery9@host/legacy/?token=S3cretQuery9', 'S3cretQuery9:x@host/legacy/#S3cretQuery9'])('nor where check --index takes it for a name: %s', async (address) => {
  const folder = await openFolder();

  const ended = await run(folder, ['check', ...(await writeRelease(folder, 1)), '--index', address]);

  expect(ended).toMatchObject({ status: 2, stderr: expect.stringContaining('host/legacy/,') as string });
  expect(ended.stderr).not.toContain(secret);
});

describe('--events', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('ends with a line that says so after %s', async (signal) => {
    const [folder, index] = [await openFolder(), await startIndex()];
    index.inject({ route: 'upload', kind: { type: 'silence' } });
    const { PATH = '' } = process.env;
    const args = ['upload', ...(await writeRelease(folder, 1)), '--events', '--repository-url', index.uploadUrl.href, '--token', index.createToken()];
    const child = spawn(process.execPath, [programPath, ...args], { cwd: folder, env: { PATH, HOME: folder } });
    let printed = '';
    const ended = once(child, 'close');

    child.stdout.on('data', (data: Buffer) => {
      printed += data.toString();
      // A second signal would end it at once.
      if (!child.killed && printed.includes('"upload-wait"')) child.kill(signal);
    });

    expect(await ended).toEqual([130, null]);
    expect(JSON.parse(printed.trimEnd().split('\n').at(-1) ?? '')).toEqual({
      type: 'error',
      error: { code: 'INTERRUPTED', message: expect.any(String) as string, remedy: expect.any(String) as string },
      finish: expect.stringMatching(/^ropewalk upload .*fault_demo-1\.0-.*--events/) as string,
    });
  });

  test('of sign ends with such a line after SIGINT', async () => {
    const [folder, world, silent] = [await openFolder(), await openDemoWorld(), createServer()];
    await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    const env = { ...(await jobOf(world, folder)), ROPEWALK_REKOR_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/` };
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, [programPath, 'sign', ...(await writeRelease(folder, 1)), '--events'], { cwd: folder, env: { PATH, HOME: folder, ...env } });
    let printed = '';
    child.stdout.on('data', (data: Buffer) => {
      printed += data.toString();
    });
    const ended = once(child, 'close');

    await once(silent, 'connection');
    child.kill('SIGINT');

    expect(await ended).toEqual([130, null]);
    expect(JSON.parse(printed.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ type: 'error', error: { code: 'INTERRUPTED' } });
  });

  test.each([
    ['a file that is missing', ['missing-1.0.tar.gz'], 'USAGE_FILE_NOT_FOUND'],
    ['nothing to upload', ['SHA256SUMS'], 'USAGE_'],
    ['an index that nobody knows', ['PATH', '-r', 'nowhere'], 'REPOSITORY_UNKNOWN'],
    ['a publisher that is none', ['PATH', '--publisher', 'nobody'], 'PUBLISHER_'],
    ['an address that is none', ['PATH', '--repository-url', 'ftp://x/'], 'CONFIGURATION_CONFLICT'],
  ])('ends with the error where it fails before the release begins: %s', async (_, words, code) => {
    const folder = await openFolder();
    const [path = ''] = await writeRelease(folder, 1);

    for (const command of ['upload', 'publish']) {
      const ended = await run(folder, [command, ...words.map((word) => (word === 'PATH' ? path : word)), '--events']);

      expect(ended.stderr).toContain(`[${code}`);
      expect(JSON.parse(ended.stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ type: 'error', error: { code: expect.stringContaining(code) as string } });
    }
  });
});
