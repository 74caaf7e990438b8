import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { ropewalk } from './ropewalk.ts';

const sdist = fixture('pypi', 'pypi_attestations-0.0.19.tar.gz');
const publisher = ['--publisher', 'github:trailofbits/pypi-attestations'];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-verify-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(!hasFixtures())('a real file from PyPI', () => {
  test.each([
    ['its publish attestation', ['--attestation', `${sdist}.publish.attestation`]],
    ['its SLSA attestation', ['--attestation', `${sdist}.slsa.attestation`]],
    ['the provenance the index served', ['--provenance', `${sdist}.provenance`]],
  ])('verifies with %s, offline, under its own publisher and workflow', async (_, evidence) => {
    const run = await ropewalk(['verify', sdist, ...evidence, ...publisher, '--workflow', 'release.yml', '--offline']);

    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/^verified/m);
    expect(run.stdout).toContain('github:trailofbits/pypi-attestations');
    expect(run.stdout).toContain('refs/tags/v0.0.19');
    expect(run.stdout).toMatch(/20\d\d-\d\d-\d\dT/);
  });

  test.each([
    ['another repository', ['--publisher', 'github:trailofbits/pypi-attestation'], 'mismatch'],
    ['another owner', ['--publisher', 'github:evil/pypi-attestations'], 'mismatch'],
    ['a longer look-alike', ['--publisher', 'github:trailofbits/pypi-attestations2'], 'mismatch'],
    ['another spelling', ['--publisher', 'github:Trailofbits/pypi-attestations'], 'mismatch'],
    ['another kind', ['--publisher', 'gitlab:trailofbits/pypi-attestations'], 'mismatch'],
    ['another workflow', [...publisher, '--workflow', 'ci.yml'], 'mismatch'],
    ['another trusted root', [...publisher, '--trusted-root', fixture('trust', 'staging.trusted_root.json')], 'untrusted-root'],
  ])('is refused under %s', async (_, expectation, status) => {
    const run = await ropewalk(['verify', sdist, '--provenance', `${sdist}.provenance`, ...expectation, '--offline']);

    expect(run.status).toBe(1);
    expect(run.stdout).toContain(status);
    expect(run.stdout).not.toMatch(/^verified/m);
    if (status === 'untrusted-root') expect(run.stdout).toContain('--trusted-root FILE');
  });

  test('is refused when one byte of it differs', async () => {
    const changed = join(folder, 'pypi_attestations-0.0.19.tar.gz');
    await copyFile(sdist, changed);
    const bytes = await readFile(changed);
    bytes.writeUInt8(bytes.readUInt8(100) ^ 1, 100);
    await writeFile(changed, bytes);

    const run = await ropewalk(['verify', changed, '--provenance', `${sdist}.provenance`, ...publisher, '--offline']);

    expect(run.status).toBe(1);
    expect(run.stdout).toContain('mismatch');
  });

  test('is not verified without an expectation: the output says so first, then what is claimed', async () => {
    const run = await ropewalk(['verify', sdist, '--provenance', `${sdist}.provenance`, '--offline']);

    expect(run.status).toBe(2);
    expect(run.stdout).toMatch(/^not verified/);
    expect(run.stdout).toContain('github:trailofbits/pypi-attestations');
    expect(run.stderr).toContain('--publisher');
  });

  test('can be checked for integrity alone, when that is spelled out', async () => {
    const run = await ropewalk(['verify', sdist, '--provenance', `${sdist}.provenance`, '--any-publisher', '--offline']);

    expect(run.status).toBe(0);
    expect(run.stdout).toContain('any publisher');
  });

  test('from GitLab verifies under its project and pipeline', async () => {
    const file = fixture('pypi', 'gitlab_oidc_project-0.0.3.tar.gz');
    const expected = ['--publisher', 'gitlab:facutuesca/gitlab-oidc-project'];

    const good = await ropewalk(['verify', file, '--attestation', `${file}.publish.attestation`, ...expected, '--workflow', '.gitlab-ci.yml', '--offline']);
    const bad = await ropewalk(['verify', file, '--attestation', `${file}.publish.attestation`, ...expected, '--workflow', 'other.yml', '--offline']);

    expect([good.status, bad.status]).toEqual([0, 1]);
  });
});
