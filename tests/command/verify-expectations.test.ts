import { describe, expect, test } from 'vitest';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { ropewalk } from './ropewalk.ts';

const sdist = fixture('pypi', 'pypi_attestations-0.0.19.tar.gz');
const evidence = ['--provenance', `${sdist}.provenance`, '--offline'];
const publisher = ['--publisher', 'github:trailofbits/pypi-attestations'];

describe.skipIf(!hasFixtures())('what is expected beyond the publisher', () => {
  test.each([
    ['--ref', 'refs/tags/v0.0.19', 'refs/tags/v0.0.18'],
    ['--ref', 'refs/tags/v*', 'refs/heads/*'],
    ['--commit', '08802efe1f8e5fec4ad842d6b8ce97656092ee72', '08802efe1f8e5fec4ad842d6b8ce97656092ee73'],
    ['--owner-id', '2314423', '231442'],
    ['--repository-id', '772247423', '1'],
    ['--trigger', 'release', 'push'],
    ['--runner', 'github-hosted', 'self-hosted'],
    ['--signer-workflow', 'trailofbits/pypi-attestations/.github/workflows/release.yml', 'trailofbits/pypi-attestations/.github/workflows/ci.yml'],
    ['--predicate-type', 'publish', 'slsa'],
    ['--workflow', 'release.yml', 'ci.yml'],
  ])('%s %s holds, %s does not', async (option, good, bad) => {
    const held = await ropewalk(['verify', sdist, ...evidence, ...publisher, option, good]);
    const refused = await ropewalk(['verify', sdist, ...evidence, ...publisher, option, bad]);

    expect([held.status, refused.status]).toEqual([0, 1]);
    expect(refused.stdout).toMatch(/✗ .*\[[A-Z_]+\]/);
  });

  test('a deployment environment that the index does not claim is a mismatch', async () => {
    expect((await ropewalk(['verify', sdist, ...evidence, ...publisher, '--environment', 'pypi'])).status).toBe(1);
  });

  test('one of several publishers is enough', async () => {
    const run = await ropewalk(['verify', sdist, ...evidence, '--publisher', 'github:o/r', ...publisher]);

    expect(run.status).toBe(0);
  });

  test.each([
    ['a claim without a publisher', ['--commit', '0'.repeat(40)]],
    ['two ways of saying who', [...publisher, '--certificate-identity', 'x', '--certificate-oidc-issuer', 'y']],
    ['--at-least nothing', [...publisher, '--at-least', '0']],
    ['an age that is no number', [...publisher, '--max-root-age', 'young']],
    ['an index that is no web address', [...publisher, '--index-url', 'file:///simple/']],
    ['--download with --offline', [...publisher, '--download']],
  ])('%s is a usage error', async (_, options) => {
    expect((await ropewalk(['verify', sdist, ...evidence, ...options])).status).toBe(2);
  });

  test('a trusted root that is older than allowed is not trusted', async () => {
    const run = await ropewalk(['verify', sdist, ...evidence, ...publisher, '--max-root-age', '0']);

    expect(run.status).toBe(1);
    expect(run.stdout).toMatch(/^untrusted-root/);
  });

  test('another spelling comes with a hint', async () => {
    const run = await ropewalk(['verify', sdist, ...evidence, '--publisher', 'github:Trailofbits/pypi-attestations']);

    expect(run.stdout).toMatch(/upper and lower case/);
  });

  test('--explain lists every check, with what was seen', async () => {
    const run = await ropewalk(['verify', sdist, ...evidence, ...publisher, '--explain']);

    expect(run.stdout.match(/^ {4}✓ .*\[[A-Z0-9_]+\]$/gm)?.length).toBeGreaterThan(20);
    expect(run.stdout).toMatch(/✓ .*refs\/tags|✓ .*github:trailofbits\/pypi-attestations/);
  });
});
