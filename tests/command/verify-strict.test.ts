import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { programPath, ropewalk } from './ropewalk.ts';
import { startSmallIndex } from './small-index.ts';

const filename = 'pypi_attestations-0.0.19.tar.gz';
const sdist = fixture('pypi', filename);
const publisher = ['--publisher', 'github:trailofbits/pypi-attestations'];
const wheel = 'sample-1.0-py3-none-any.whl';
const deadIndex = 'http://127.0.0.1:9/simple/';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-strict-'));
  await writeFile(join(folder, wheel), 'text');
  await writeFile(join(folder, 'junk.txt'), 'this is text\n');
  await writeFile(join(folder, 'latin1.txt'), Buffer.from([0x7b, 0xe9, 0x7d]));
  await writeFile(join(folder, `${wheel}.publish.attestation`), '{}');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('an option without a value, as from a variable that is not set, is a usage error', () => {
  test.each([
    '--publisher', '--workflow', '--ref', '--commit', '--owner-id', '--repository-id', '--trigger', '--runner', '--signer-workflow', '--environment',
    '--predicate-type', '--certificate-identity', '--certificate-oidc-issuer', '--at-least', '--attestation', '--bundle', '--provenance', '--index-url',
    '--trusted-root', '--max-root-age',
  ])('verify %s', async (flag) => {
    const run = await ropewalk(['verify', wheel, '--publisher', 'github:o/r', '--offline', flag, ''], { cwd: folder });

    expect(run).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining(`${flag} is given, but empty`) });
  });

  test.each([
    ['convert', ['convert', 'junk.txt', '--to', 'bundle', '--output', '']],
    ['trusted-root update', ['trusted-root', 'update', '--tuf-url', '', '--tuf-root', '']],
    ['trusted-root show', ['trusted-root', 'show', '--trusted-root', '']],
    ['trusted-root export', ['trusted-root', 'export', '--max-root-age', '']],
  ])('%s', async (_, args) => {
    const run = await ropewalk(args, { cwd: folder });

    expect(run).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('is given, but empty') });
  });

  test('an empty variable of the environment means that it is not set', async () => {
    const run = await ropewalk(['trusted-root', 'show'], { cwd: folder, env: { ROPEWALK_TRUSTED_ROOT: '', ROPEWALK_CACHE_DIR: join(folder, 'cache') } });

    expect(run.status).toBe(0);
  });
});

describe('an option that can have one value', () => {
  test.each(['--commit', '--workflow', '--ref', '--at-least', '--index-url', '--provenance'])('is refused twice: %s', async (flag) => {
    const run = await ropewalk(['verify', wheel, '--publisher', 'github:o/r', flag, 'one', flag, 'two'], { cwd: folder });

    expect(run).toMatchObject({ status: 2, stderr: expect.stringContaining(`${flag} is given more than once`) });
  });

  test.each([
    ['--commit', 'abc123'],
    ['--commit', 'A'.repeat(40)],
    ['--owner-id', 'trailofbits'],
    ['--repository-id', 'trailofbits/pypi-attestations'],
    ['--predicate-type', 'foo'],
  ])('%s %s can hold for nobody, and is refused', async (flag, value) => {
    const run = await ropewalk(['verify', wheel, '--publisher', 'github:o/r', '--offline', flag, value], { cwd: folder });

    expect(run).toMatchObject({ status: 2, stderr: expect.stringContaining('USAGE_OPTION') });
  });
});

describe('what was meant is said', () => {
  test.each([
    ['evidence in place of the distribution', [`${wheel}.publish.attestation`], `Name the distribution that it is about: ${wheel}.`],
    ['a project without a version', ['sampleproject'], 'sampleproject==VERSION'],
  ])('%s', async (_, targets, hint) => {
    const run = await ropewalk(['verify', ...targets, '--publisher', 'github:o/r', '--offline'], { cwd: folder });

    expect(run).toMatchObject({ status: 2, stderr: expect.stringContaining(hint) });
  });

  test('convert says what a file is none of', async () => {
    const run = await ropewalk(['convert', 'junk.txt', '--to', 'bundle'], { cwd: folder });

    expect(run.status).toBe(1);
    expect(run.stderr).toContain('junk.txt is neither an attestation, nor a provenance, nor a Sigstore bundle.');
  });

  test('inspect says once that a text cannot be read', async () => {
    const run = await ropewalk(['inspect', 'latin1.txt'], { cwd: folder });

    expect(run.status).toBe(1);
    expect(run.stderr.match(/cannot be read/g)).toHaveLength(1);
  });

  test('a file that is no TUF root is named for what it is, and nobody is asked', async () => {
    const exported = await ropewalk(['trusted-root', 'export', '-o', 'exported.json'], { cwd: folder, env: { ROPEWALK_CACHE_DIR: join(folder, 'cache') } });
    const run = await ropewalk(['trusted-root', 'update', '--tuf-url', 'http://127.0.0.1:9/', '--tuf-root', 'exported.json'], { cwd: folder });

    expect(exported.status).toBe(0);
    expect(run).toMatchObject({ status: 2, stderr: expect.stringContaining('exported.json is no TUF root (it is a trusted_root.json)') });
  });
});

// Root may read everything.
describe.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('what may not be read', () => {
  beforeAll(async () => {
    await mkdir(join(folder, 'closed'));
    await writeFile(join(folder, 'closed.json'), '{}');
    await writeFile(join(folder, `${wheel}.provenance`), '{}');
    for (const name of ['closed', 'closed.json', `${wheel}.provenance`]) await chmod(join(folder, name), 0);
  });
  afterAll(async () => {
    for (const name of ['closed', 'closed.json', `${wheel}.provenance`]) await chmod(join(folder, name), 0o700);
    await rm(join(folder, `${wheel}.provenance`));
  });

  test.each([
    ['inspect', ['inspect', 'closed.json']],
    ['convert', ['convert', 'closed.json', '--to', 'bundle']],
    ['verify, a directory', ['verify', 'closed', '--any-publisher']],
    ['verify, in such a directory', ['verify', join('closed', wheel), '--any-publisher']],
    ['verify, a provenance', ['verify', wheel, '--any-publisher', '--provenance', 'closed.json']],
    ['verify, what lies beside', ['verify', wheel, '--any-publisher']],
    ['trusted-root update', ['trusted-root', 'update', '--tuf-url', 'http://127.0.0.1:9/', '--tuf-root', 'closed.json']],
  ])('%s: a message with a code', async (_, args) => {
    const run = await ropewalk(args, { cwd: folder, env: { ROPEWALK_CACHE_DIR: join(folder, 'cache') } });

    expect(run).toMatchObject({ status: 2, stderr: expect.stringContaining('USAGE_FILE_UNREADABLE') });
  });
});

describe.skipIf(!hasFixtures())('verify with an index', () => {
  test('finds a release whose version is written in another way', async () => {
    const sample = 'newcomer_pkg-0.1.0.tar.gz';
    const index = await startSmallIndex('newcomer-pkg', [{ filename: sample, path: sdist }]);

    const runs = await Promise.all(['newcomer-pkg==0.1', 'pkg:pypi/newcomer-pkg@0.1'].map((target) => ropewalk(['verify', target, ...publisher, '--index-url', index.simpleUrl])));
    await index.close();

    for (const run of runs) expect(run).toMatchObject({ status: 1, stdout: expect.stringContaining('unattested') });
  });

  test('shows which page it looked at for a release that is not there', async () => {
    const index = await startSmallIndex('newcomer-pkg', [{ filename, path: sdist }]);
    const root = index.simpleUrl.replace('simple/', '');

    const run = await ropewalk(['verify', 'newcomer-pkg==0.1', ...publisher, '--index-url', root]);
    await index.close();

    expect(run).toMatchObject({ status: 2, stderr: expect.stringMatching(/127\.0\.0\.1:\d+\/newcomer-pkg\//) });
  });

  test('keeps the verdicts of other targets when an index cannot be read, in one document', async () => {
    const local = join(folder, filename);
    for (const ending of ['', '.provenance']) await copyFile(`${sdist}${ending}`, `${local}${ending}`);
    const args = ['verify', 'sample==1.0', local, ...publisher, '--index-url', deadIndex];

    const people = await ropewalk(args);
    const json = await ropewalk([...args, '--json']);
    const worse = await ropewalk([...args, join(folder, wheel), '--json']);

    expect(people.status).toBe(5);
    expect(people.stdout).toMatch(/^unreachable {2}sample==1\.0$/m);
    expect(people.stdout).toMatch(/^verified {2}/m);
    expect(JSON.parse(json.stdout)).toMatchObject({ verified: false, files: [{ target: 'sample==1.0', status: 'unreachable', problem: { code: 'HTTP_UNREACHABLE' } }, { status: 'verified' }] });
    expect([json.status, worse.status]).toEqual([5, 1]);
  });

  test.each([['a release', ['sample==1.0']], ['a file here', [join('here', wheel)]]])('ends at Ctrl-C while the index is silent about %s', async (_, targets) => {
    await mkdir(join(folder, 'here'), { recursive: true });
    await writeFile(join(folder, 'here', wheel), 'text');
    const server = createServer((request) => {
      request.socket.on('error', () => undefined);
      child.kill('SIGINT');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const child = spawn(process.execPath, [programPath, 'verify', ...targets, '--any-publisher', '--index-url', `http://127.0.0.1:${port}/simple/`], { cwd: folder });

    const status = await new Promise((resolve) => child.on('close', resolve));
    server.closeAllConnections();
    server.close();

    expect(status).toBe(130);
  });

  test('says which member of the publisher that the index names differs', async () => {
    const run = await ropewalk(['verify', sdist, ...publisher, '--workflow', 'other.yml', '--offline']);

    expect(run.status).toBe(1);
    expect(run.stdout).toContain('workflow of the publisher the index names: expected other.yml, found release.yml');
  });

  test('says of a publisher of another kind that another issuer vouched, and no more', async () => {
    const run = await ropewalk(['verify', sdist, '--attestation', `${sdist}.publish.attestation`, '--publisher', 'gitlab:trailofbits/pypi-attestations', '--offline']);

    expect(run.status).toBe(1);
    expect(run.stdout.match(/✗.*/g)).toEqual([expect.stringContaining('PUBLISHER_ISSUER')]);
  });
});
