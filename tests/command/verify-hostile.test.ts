import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { ropewalk } from './ropewalk.ts';

const sdist = fixture('pypi', 'pypi_attestations-0.0.19.tar.gz');
const attestationPath = fixture('pypi', 'pypi_attestations-0.0.19.tar.gz.publish.attestation');
const publisher = ['--publisher', 'github:trailofbits/pypi-attestations', '--offline'];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-hostile-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A wheel in a folder of its own. */
async function lonelyWheel(name: string): Promise<string> {
  await mkdir(join(folder, name));
  const wheel = join(folder, name, 'lonely-1.0-py3-none-any.whl');
  await writeFile(wheel, 'no evidence');
  return wheel;
}

describe.skipIf(!hasFixtures())('an altered attestation ends in a plain no', () => {
  test.each(['constructor', '__proto__', 'toString', 'valueOf'])('with the predicate type %s, which every JavaScript object has', async (predicateType) => {
    const attestation = JSON.parse(await readFile(attestationPath, 'utf8')) as { envelope: { statement: string } };
    const statement = JSON.parse(Buffer.from(attestation.envelope.statement, 'base64').toString('utf8')) as object;
    attestation.envelope.statement = Buffer.from(JSON.stringify({ ...statement, predicateType })).toString('base64');
    const altered = join(folder, `${predicateType}.attestation`);
    await writeFile(altered, JSON.stringify(attestation));
    const run = await ropewalk(['verify', sdist, ...publisher, '--attestation', altered]);

    expect(run).toMatchObject({ status: 1, stderr: '' });
    expect(run.stdout).toContain(`attestation of ${predicateType}`);
    expect(await ropewalk(['verify', sdist, ...publisher, '--attestation', attestationPath, '--predicate-type', predicateType])).toMatchObject({ status: 2, stdout: '' });
  });

  test('with a line break in its signature, counted as the one it is', async () => {
    const attestation = JSON.parse(await readFile(attestationPath, 'utf8')) as { envelope: { signature: string } };
    attestation.envelope.signature = attestation.envelope.signature.replace(/^.{20}/, '$&\n');
    const again = join(folder, 'again.attestation');
    await writeFile(again, JSON.stringify(attestation));
    const both = ['verify', sdist, ...publisher, '--attestation', attestationPath, '--attestation', again];

    expect((await ropewalk(both)).status).toBe(0);
    const run = await ropewalk([...both, '--at-least', '2']);
    expect(run.status).toBe(1);
    expect(run.stdout).toContain('2 of 2 attestations verify; 2 different ones asked for');
  });
});

describe('what lies beside a file and is no file is no evidence', () => {
  test.each([
    ['a folder', (path: string) => mkdir(path).then(() => {})],
    ['a link to nowhere', (path: string) => symlink('nowhere', path)],
  ])('%s', async (name, make) => {
    const wheel = await lonelyWheel(name.replaceAll(' ', '-'));
    await make(`${wheel}.provenance`);

    expect(await ropewalk(['verify', wheel, ...publisher])).toMatchObject({ status: 1, stderr: '' });
  });

  test.skipIf(process.platform === 'win32')('a pipe without a writer, which would hold the process up', async () => {
    const wheel = await lonelyWheel('a-pipe');
    execFileSync('mkfifo', [`${wheel}.provenance`]);

    expect(await ropewalk(['verify', wheel, ...publisher])).toMatchObject({ status: 1, stderr: '' });
  });
});

test.skipIf(!hasFixtures())('a folder that is named like a distribution is no target of the folder around it', async () => {
  const release = join(folder, 'release');
  await mkdir(join(release, 'inner-1.0.zip'), { recursive: true });
  await copyFile(sdist, join(release, basename(sdist)));
  await copyFile(attestationPath, join(release, basename(attestationPath)));

  expect((await ropewalk(['verify', release, ...publisher])).status).toBe(0);
});

test.each(['--workflow', '--ref', '--commit', '--owner-id', '--repository-id', '--trigger', '--runner', '--signer-workflow', '--environment', '--predicate-type'])(
  '%s that is given but empty, as from a variable that is not set, does not widen the expectation in silence',
  async (option) => {
    const run = await ropewalk(['verify', sdist, ...publisher, option, '']);

    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toContain(option);
  },
);

test('an address of a file whose host is named like what every JavaScript object has is not known', async () => {
  const run = await ropewalk(['verify', 'https://constructor/lonely-1.0-py3-none-any.whl', '--publisher', 'github:a/b']);

  expect(run).toMatchObject({ status: 2, stdout: '' });
});

test.skipIf(process.platform !== 'linux')('a trusted root without end is not read to it', async () => {
  const wheel = await lonelyWheel('endless');

  expect(await ropewalk(['verify', wheel, ...publisher, '--trusted-root', '/dev/zero'])).toMatchObject({ status: 3, stdout: '' });
});
