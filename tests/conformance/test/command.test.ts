import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { describe, expect, test } from 'vitest';

const program = fileURLToPath(new URL('../bin/ropewalk-conformance.js', import.meta.url));
const folder = fixture('conformance', 'happy-path-v0.3-new-mediaType');
const identity =
  'https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main';
const issuer = 'https://token.actions.githubusercontent.com';

function run(...args: readonly string[]): { readonly status: number | null; readonly stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  return { status, stderr };
}

describe.skipIf(!hasFixtures())('ropewalk-conformance', () => {
  const good = ['verify-bundle', '--bundle', `${folder}/bundle.sigstore.json`, '--certificate-identity', identity, '--certificate-oidc-issuer', issuer];

  test('ends with 0 for a bundle that verifies', () => {
    expect(run(...good, fixture('conformance', 'a.txt')).status).toBe(0);
  });

  test('ends with 1 and names the check for one that does not', () => {
    const { status, stderr } = run(...good, `${folder}/bundle.sigstore.json`);

    expect(status).toBe(1);
    expect(stderr).toContain('ARTIFACT_DIGEST');
  });

  test('ends with 2 when it is called wrongly', () => {
    expect(run('verify-bundle').status).toBe(2);
  });
});
