import { once } from 'node:events';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { indexProfiles } from '@ropewalk/local-index';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openFolder, run, startIndex, stored, writeRelease } from './world.ts';

const users = [{ username: 'me', password: 'secret-of-mine' }];
const login = ['-u', 'me', '-p', 'secret-of-mine'];

/** Writes a wheel with this metadata. */
async function writeWheel(folder: string, metadata: string): Promise<string> {
  const path = join(folder, 'fault_demo-1.0-py3-none-any.whl');
  await writeFile(path, zipSync({ 'fault_demo-1.0.dist-info/METADATA': strToU8(metadata), 'fault_demo-1.0.dist-info/WHEEL': strToU8('Wheel-Version: 1.0\n'), 'fault_demo-1.0.dist-info/RECORD': strToU8('') }));
  return path;
}

describe('ropewalk twine upload', () => {
  test('uploads with twine’s options and texts', async () => {
    const [folder, index] = [await openFolder(), await startIndex({ profile: indexProfiles['pypiserver'], users })];
    await writeRelease(folder, 2);

    const ended = await run(folder, ['twine', '--no-color', 'upload', '--repository-url', index.uploadUrl.href, ...login, '--disable-progress-bar', '--non-interactive', 'dist/*']);

    expect(ended).toMatchObject({ status: 0, stderr: '' });
    expect(ended.stdout).toBe(`Uploading distributions to ${index.uploadUrl.href}\nUploading fault_demo-1.0-cp30-none-any.whl\nUploading fault_demo-1.0-cp31-none-any.whl\n`);
    expect(Object.keys(stored(index))).toHaveLength(2);
  });

  test('a refusal ends it with twine’s words and exit 1; the files behind it are not sent', async () => {
    const [folder, index] = [await openFolder(), await startIndex({ profile: indexProfiles['pypiserver'], users })];
    const files = await writeRelease(folder, 3);
    const args = ['twine', 'upload', '--repository-url', index.uploadUrl.href, ...login];
    await run(folder, [...args, ...files.slice(0, 1)]);

    const ended = await run(folder, [...args, ...files]);

    expect(ended).toMatchObject({ status: 1 });
    expect(ended.stdout).toMatch(/^WARNING {2}Error during upload\. Retry with the --verbose option for more details\.$/m);
    expect(ended.stdout).toMatch(/^ERROR {4}(?:HTTPError: 409 Conflict from|InvalidDistribution)/m);
    expect(Object.keys(stored(index))).toHaveLength(1);
  });

  test('environment, .pypirc and the URL give credentials, as with twine', async () => {
    const [folder, index] = [await openFolder(), await startIndex({ profile: indexProfiles['pypiserver-overwrite'], users })];
    const files = await writeRelease(folder, 1);
    await writeFile(join(folder, '.pypirc'), `[distutils]\nindex-servers =\n    mine\n[mine]\nrepository = ${index.uploadUrl.href}\nusername = me\npassword = secret-of-mine\n`);
    const url = new URL(index.uploadUrl);
    Object.assign(url, { username: 'me', password: 'secret-of-mine' });

    const runs = [
      await run(folder, ['twine', 'upload', ...files], { TWINE_REPOSITORY_URL: index.uploadUrl.href, TWINE_USERNAME: 'me', TWINE_PASSWORD: 'secret-of-mine' }),
      await run(folder, ['twine', 'upload', '-rmine', '--verbose', ...files]),
      await run(folder, ['twine', 'upload', ...files], { TWINE_REPOSITORY: 'mine' }),
      await run(folder, ['twine', 'upload', `--repository-url=${url.href}`, ...files]),
    ];

    expect(runs.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
    expect(runs[1]?.stdout).toMatch(/^INFO {5}Using configuration from .*\.pypirc$/m);
    expect(runs[1]?.stdout).toMatch(/^INFO {5}username: me$/m);
    expect(runs[1]?.stdout).toMatch(/^INFO {5}password: <hidden>$/m);
    expect(runs[3]?.stdout).toContain('//********@127.0.0.1');
    expect(runs.map(({ stdout, stderr }) => stdout + stderr).join('')).not.toContain('secret-of-mine');
  });

  test.each([
    ['an index that it does not know', ['-r', 'nowhere', 'dist/*'], /^ERROR {4}InvalidConfiguration: Missing 'nowhere' section from/m],
    ['a configuration file that is not there', ['--config-file', 'nowhere/.pypirc', 'dist/*'], /^ERROR {4}UnableToReadConfigurationFile: Unable to read configuration file: nowhere\/\.pypirc$/m],
    ['a configuration file that is malformed', ['--config-file', 'malformed', 'dist/*'], /^ERROR {4}InvalidConfiguration: Malformed configuration in malformed\.$/m],
    ['an address that is none', ['--repository-url', 'ftp://x/', 'dist/*'], /^ERROR {4}UnreachableRepositoryURLDetected: Invalid repository URL/m],
    ['--skip-existing elsewhere than on PyPI', ['--repository-url', 'https://index.example.com/', '--skip-existing', 'dist/*'], /^ERROR {4}UnsupportedConfiguration: The configured repository 'https:\/\/index\.example\.com\/' does not have support for the following features: --skip-existing/m],
    ['no credential and nobody to ask', ['--repository-url', 'https://index.example.com/', '--non-interactive', 'dist/*'], /^ERROR {4}NonInteractive: Credential not found for/m],
    ['a pattern that matches nothing', ['nothing/*'], /^ERROR {4}InvalidDistribution: Cannot find file \(or expand pattern\): 'nothing\/\*'/m],
    ['a file that is no distribution', ['.pypirc'], /^ERROR {4}InvalidDistribution: Unknown distribution format: '\.pypirc'/m],
    ['attestations that are not there', ['--attestations', 'dist/*'], /^ERROR {4}InvalidDistribution: Upload with attestations requested, but .* has no associated attestations/m],
    ['an identity without --sign', ['-i', 'me', 'dist/*'], /^ERROR {4}InvalidSigningConfiguration: sign must be given along with identity/m],
    ['a legacy address', ['--repository-url', 'https://pypi.python.org/pypi', 'dist/*'], /^ERROR {4}UploadToDeprecatedPyPIDetected/m],
  ] as const)('%s: twine’s name for it and exit 1', async (_, args, text) => {
    const folder = await openFolder();
    await writeRelease(folder, 1);
    await writeFile(join(folder, '.pypirc'), '[distutils]\nindex-servers = mine\n');
    await writeFile(join(folder, 'malformed'), 'no section\n');

    const ended = await run(folder, ['twine', 'upload', ...args]);

    expect(ended).toMatchObject({ status: 1 });
    expect(ended.stdout).toMatch(text);
  });

  test('an index that sends on elsewhere is named with the place, and nothing is sent there', async () => {
    const [folder, elsewhere] = [await openFolder(), 'https://elsewhere.example/legacy/'];
    const files = await writeRelease(folder, 1);
    const index = createServer((request, response) => request.resume().on('end', () => response.writeHead(307, { location: `${elsewhere}?key=secret` }).end()));
    await once(index.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void index.close());
    const address = `http://127.0.0.1:${(index.address() as AddressInfo).port}/legacy/`;

    const ended = await run(folder, ['twine', 'upload', '--repository-url', address, ...login, ...files]);

    expect(ended).toMatchObject({ status: 1 });
    expect(ended.stdout).toContain(`ERROR    RedirectDetected: ${address} attempted to redirect to ${elsewhere}.\n`);
  });

  test('attestations among the files go along only when asked for', async () => {
    const attestations: boolean[] = [];
    const index = await startIndex({
      profile: { ...indexProfiles.pypi, attestations: 'ignored' },
      checkDistribution: async ({ fields }) => {
        attestations.push(fields.some(([name]) => name === 'attestations'));
        return undefined;
      },
    });
    const folder = await openFolder();
    const files = await writeRelease(folder, 2);
    for (const file of files) await writeFile(`${file}.publish.attestation`, '{"version": 1}');
    const args = ['--repository-url', index.uploadUrl.href, '-p', index.createToken(), '-u', '__token__'];

    const without = await run(folder, ['twine', 'upload', ...args, 'dist/*cp30*']);
    const along = await run(folder, ['twine', 'upload', '--attestations', ...args, 'dist/*cp31*']);

    expect(attestations).toEqual([false, true]);
    expect(without.stdout).not.toContain('attestation');
    expect(along.stdout).toMatch(/^WARNING {2}Only PyPI and TestPyPI support attestations/m);
  });

  test('-s signs with gpg, never with one of the project', async () => {
    const [folder, tools] = [await openFolder(), await openFolder()];
    const index = await startIndex({ profile: indexProfiles['pypiserver'], users });
    const [file = ''] = await writeRelease(folder, 1);
    const gpg = '#!/bin/sh\nfor last; do :; done\necho "$@" > "$last.asc"\n';
    await mkdir(join(folder, 'bin'));
    for (const place of [join(folder, 'bin'), tools]) {
      await writeFile(join(place, 'gpg'), place === tools ? gpg : '#!/bin/sh\ntouch "$HOME/project-gpg-ran"\n');
      await chmod(join(place, 'gpg'), 0o755);
    }

    const ended = await run(folder, ['twine', 'upload', '-s', '-i', 'key', '--repository-url', index.uploadUrl.href, ...login, file], { PATH: `${folder}/bin:${tools}:${process.env['PATH'] ?? ''}` });

    expect(ended).toMatchObject({ status: 0 });
    expect(ended.stdout).toContain('Signing fault_demo-1.0-cp30-none-any.whl');
    expect(await readFile(`${file}.asc`, 'utf8')).toContain('--detach-sign --local-user key -a');
  });

  test.each([
    [['twine'], 2],
    [['twine', 'register'], 2],
    [['twine', 'upload'], 2],
    [['twine', 'upload', '--no-such-option', 'x'], 2],
    [['twine', 'upload', 'x', '-r'], 2],
    [['twine', 'upload', '--re', 'x', 'y'], 2],
    [['twine', 'check'], 2],
    [['twine', '--version'], 0],
    [['twine', '--help'], 0],
    [['twine', 'upload', '--help'], 0],
    [['twine', 'check', '-h'], 0],
  ])('%j exits %i', async (args, status) => {
    expect(await run(await openFolder(), args)).toMatchObject({ status });
  });
});

describe('ropewalk twine check', () => {
  const head = 'Metadata-Version: 2.1\nName: fault-demo\nVersion: 1.0\n';

  test.each([
    ['a README in Markdown', `${head}Description-Content-Type: text/markdown\n\n# Hello\n`, [], 'PASSED', 0],
    ['no content type', `${head}\nHello there.\n`, [], 'PASSED with warnings', 0],
    ['no content type, with --strict', `${head}\nHello there.\n`, ['--strict'], 'FAILED due to warnings', 1],
    ['a broken README', `${head}Description-Content-Type: text/x-rst\n\nTitle\n==\n\n.. code:: \`broken\n\n* \`x <\n`, [], 'FAILED', 1],
  ] as const)('%s', async (_, metadata, options, verdict, status) => {
    const folder = await openFolder();
    await writeWheel(folder, metadata);

    const ended = await run(folder, ['twine', 'check', ...options, 'fault_demo-1.0-py3-none-any.whl']);

    expect(ended.stdout).toContain(`Checking fault_demo-1.0-py3-none-any.whl: ${verdict}\n`);
    expect(ended).toMatchObject({ status });
  });

  test('attestations and signatures are passed over; nothing to check is no failure', async () => {
    const folder = await openFolder();
    await writeFile(join(folder, 'a-1.0.tar.gz.publish.attestation'), '{}');

    const ended = await run(folder, ['twine', 'check', 'a-1.0.tar.gz.publish.attestation']);

    expect(ended).toMatchObject({ status: 0 });
    expect(ended.stdout).toContain('No files to check.');
  });

  test('a pattern without a match is one line', async () => {
    const ended = await run(await openFolder(), ['twine', 'check', 'nothing-*.whl']);

    expect(ended).toMatchObject({ status: 1 });
    expect(ended.stdout).toMatch(/^ERROR/);
  });

  test('a file that cannot be read ends the run', async () => {
    const folder = await openFolder();
    await writeFile(join(folder, 'a-1.0.tar.gz'), 'no archive');
    await writeWheel(folder, head);

    const ended = await run(folder, ['twine', 'check', 'a-1.0.tar.gz', 'fault_demo-1.0-py3-none-any.whl']);

    expect(ended).toMatchObject({ status: 1 });
    expect(ended.stdout).toMatch(/ERROR {4}InvalidDistribution: Invalid distribution file: 'a-1\.0\.tar\.gz'/);
  });
});
