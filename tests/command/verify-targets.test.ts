import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { ropewalk } from './ropewalk.ts';

const sdist = fixture('pypi', 'pypi_attestations-0.0.19.tar.gz');
const wheel = fixture('pypi', 'rfc8785-0.1.2-py3-none-any.whl');
const publisher = ['--publisher', 'github:trailofbits/pypi-attestations', '--offline'];
const person = ['--certificate-identity', 'william@yossarian.net', '--certificate-oidc-issuer', 'https://github.com/login/oauth'];
const staging = ['--trusted-root', fixture('trust', 'staging.trusted_root.json'), '--offline'];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-targets-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(!hasFixtures())('targets on this machine', () => {
  test('a file is verified with everything that lies beside it, publish and SLSA apart', async () => {
    const run = await ropewalk(['verify', sdist, ...publisher]);

    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/^ {2}publish attestation, from .*\.provenance$/m);
    expect(run.stdout).toMatch(/^ {2}SLSA provenance, from .*\.slsa\.attestation$/m);
  });

  test('a directory is verified whole, and one file that fails makes it a no', async () => {
    const directory = await directoryOf('whole', [sdist]);
    const good = await ropewalk(['verify', directory, ...publisher]);
    await writeFile(join(directory, 'other-1.0.tar.gz'), 'text');
    const bad = await ropewalk(['verify', directory, ...publisher]);

    expect([good.status, bad.status]).toEqual([0, 1]);
    expect(bad.stdout).toMatch(/^unattested {2}.*other-1\.0\.tar\.gz$/m);
    expect(bad.stdout).toContain('1 of 2 files verified');
  });

  test('a directory without distributions is a usage error', async () => {
    const directory = await directoryOf('without', []);

    expect((await ropewalk(['verify', directory, ...publisher])).status).toBe(2);
  });

  test('evidence of one file is refused for several', async () => {
    const run = await ropewalk(['verify', sdist, wheel, '--provenance', `${sdist}.provenance`, ...publisher]);

    expect(run.status).toBe(2);
  });

  test.each([
    ['NAME==VERSION', 'sampleproject==4.0.0'],
    ['a file of a release', 'sampleproject==4.0.0/sampleproject-4.0.0.tar.gz'],
    ['a file of PyPI', 'pypi:sampleproject-4.0.0.tar.gz'],
    ['a purl', 'pkg:pypi/sampleproject@4.0.0'],
    ['a URL', 'https://files.pythonhosted.org/packages/aa/bb/sampleproject-4.0.0.tar.gz'],
    ['a purl with an index of its own', 'pkg:pypi/sampleproject@4.0.0?repository_url=https://evil.example'],
    ['a purl of another ecosystem', 'pkg:npm/left-pad@1.0.0'],
    ['a version that is none', 'sampleproject==four'],
  ])('%s is refused with --offline, before anything is asked', async (_, target) => {
    expect((await ropewalk(['verify', target, ...publisher])).status).toBe(2);
  });
});

describe.skipIf(!hasFixtures())('evidence in other forms', () => {
  test('a Sigstore bundle, for an exact identity of the certificate', async () => {
    const run = await ropewalk(['verify', wheel, '--bundle', `${wheel}.sigstore`, ...person, ...staging]);

    expect(run.status).toBe(0);
    expect(run.stdout).toContain('william@yossarian.net');
  });

  test.each([
    ['another name', ['--certificate-identity', 'william@yossarian.ne', '--certificate-oidc-issuer', 'https://github.com/login/oauth'], 1],
    ['another issuer', ['--certificate-identity', 'william@yossarian.net', '--certificate-oidc-issuer', 'https://github.com'], 1],
    ['a name without issuer', ['--certificate-identity', 'william@yossarian.net'], 2],
  ])('is refused under %s', async (_, identity, status) => {
    expect((await ropewalk(['verify', wheel, '--bundle', `${wheel}.sigstore`, ...identity, ...staging])).status).toBe(status);
  });

  test('bundles one a line, and GitHub\'s list of them; both must verify', async () => {
    const own = await bundleOf(`${sdist}.publish.attestation`);
    const slsa = await bundleOf(`${sdist}.slsa.attestation`);
    const lines = join(folder, 'bundles.jsonl');
    const list = join(folder, 'github.json');
    await writeFile(lines, `${own}\n${slsa}\n`);
    await writeFile(list, `{"attestations":[{"bundle":${own},"repository_id":1},{"bundle":${slsa}}]}`);

    for (const file of [lines, list]) {
      const run = await ropewalk(['verify', sdist, '--bundle', file, ...publisher]);
      expect({ status: run.status, attestations: run.stdout.match(/, from /g)?.length }).toEqual({ status: 0, attestations: 2 });
    }
  });

  test('a list without bundles is no evidence', async () => {
    const empty = join(folder, 'empty.json');
    await writeFile(empty, '{"attestations":[]}');

    const run = await ropewalk(['verify', sdist, '--bundle', empty, ...publisher]);

    expect(run.status).toBe(1);
    expect(run.stdout).toMatch(/^unattested/);
  });

  test('several attestations: all must verify, or as many as --at-least says, each counted once', async () => {
    const foreign = fixture('pypi', 'gitlab_oidc_project-0.0.3.tar.gz.publish.attestation');
    const own = `${sdist}.publish.attestation`;
    const given = (...files: readonly string[]): readonly string[] => files.flatMap((file) => ['--attestation', file]);

    const all = await ropewalk(['verify', sdist, ...given(own, foreign), ...publisher]);
    const one = await ropewalk(['verify', sdist, ...given(own, foreign), '--at-least', '1', ...publisher]);
    const two = await ropewalk(['verify', sdist, ...given(own, foreign), '--at-least', '2', ...publisher]);
    const twice = await ropewalk(['verify', sdist, ...given(own, own), '--at-least', '2', ...publisher]);

    expect([all, one, two, twice].map(({ status }) => status)).toEqual([1, 0, 1, 1]);
  });
});

async function directoryOf(name: string, files: readonly string[]): Promise<string> {
  const directory = join(folder, name);
  await mkdir(directory);
  await writeFile(join(directory, 'SHA256SUMS'), '');
  for (const file of files) {
    await copyFile(file, join(directory, basename(file)));
    await copyFile(`${file}.provenance`, join(directory, `${basename(file)}.provenance`));
  }
  return directory;
}

async function bundleOf(attestation: string): Promise<string> {
  const out = join(folder, `${basename(attestation)}.sigstore.json`);
  await ropewalk(['convert', attestation, '--to', 'bundle', '--output', out]);
  return (await readFile(out, 'utf8')).trim();
}
