import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCodedError } from '@ropewalk/core';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { describe, expect, test } from 'vitest';
import { verifyBundle, type ConformanceCall } from '../src/main.ts';

/** Why each case must be refused. A case that is refused for another reason is refused by accident. */
const reasons: Readonly<Record<string, string>> = {
  'bundle-empty-certificate-chain_fail': 'BUNDLE_CERTIFICATES',
  'bundle-invalid-base64-signature_fail': 'BUNDLE_BASE64',
  'bundle-negative-log-index_fail': 'BUNDLE_INTEGER',
  'bundle-with-root-cert_fail': 'BUNDLE_CERTIFICATES',
  'checkpoint-bad-keyhint_fail': 'CHECKPOINT',
  'dsse-invalid-sig_fail': 'SIGNATURE',
  'dsse-mismatch-sig_fail': 'LOG_ENTRY_CONTENT',
  'inclusion-proof-corrupted-hash_fail': 'INCLUSION_PROOF',
  'integrated-time-in-future_fail': 'SIGNED_TIME_OUTSIDE_CERTIFICATE',
  'intoto-log-entry-mismatch_fail': 'LOG_ENTRY_CONTENT',
  'intoto-set-outside-signing-cert-validity_fail': 'SIGNED_TIME_OUTSIDE_CERTIFICATE',
  'invalid-ct-key_fail': 'CT_LOG_UNKNOWN',
  'managed-key-no-key_fail': 'SIGNER_UNEXPECTED',
  'message-digest-mismatch_fail': 'ARTIFACT_DIGEST',
  'rekor2-checkpoint-missing-log-signature_fail': 'CHECKPOINT',
  'rekor2-checkpoint-missing-root-hash_fail': 'CHECKPOINT',
  'rekor2-dsse-invalid-sig_fail': 'SIGNATURE',
  'rekor2-dsse-mismatch-sig_fail': 'LOG_ENTRY_CONTENT',
  'rekor2-no-inclusion-proof_fail': 'INCLUSION_PROOF_MISSING',
  'rekor2-timestamp-outside-trust-root-tsa-validity_fail': 'TIMESTAMP',
  'rekor2-timestamp-payload-mismatch_fail': 'TIMESTAMP',
  'rekor2-timestamp-untrusted-tsa-without-embedded-cert_fail': 'TIMESTAMP',
  'signature-mismatch_fail': 'SIGNATURE',
  'wrong-hashedrekord-artifact_fail': 'LOG_ENTRY_CONTENT',
  'wrong-hashedrekord-entry_fail': 'LOG_ENTRY_CONTENT',
};

describe.skipIf(!hasFixtures())('the Sigstore client conformance suite', () => {
  const cases = hasFixtures() ? readdirSync(fixture('conformance'), { withFileTypes: true }).filter((entry) => entry.isDirectory()) : [];

  test('has a reason for each case that must be refused', () => {
    const refused = cases.map(({ name }) => name).filter((name) => name.endsWith('_fail'));

    expect(refused.toSorted()).toEqual(Object.keys(reasons).toSorted());
  });

  describe.each(cases.map(({ name }) => name))('%s', (name) => {
    const expected = reasons[name] ?? 'verified';

    test(`is ${expected}`, async () => {
      expect(await verdict(callOf(name))).toBe(expected);
    });

    test(`is ${expected} when only the digest of the artifact is known`, async () => {
      const call = callOf(name);
      const sha256 = createHash('sha256').update(readFileSync(call.file)).digest('hex');

      expect(await verdict({ ...call, file: `sha256:${sha256}` })).toBe(expected);
    });
  });

  const withIdentity = cases.map(({ name }) => name).filter((name) => !(name in reasons) && !existsSync(fixture('conformance', name, 'key.pub')));

  test.each(withIdentity)('%s is refused under any other identity', async (name) => {
    const call = callOf(name);
    const { subjectAlternativeName = '', issuer = '' } = call.identity ?? {};

    expect(await verdict({ ...call, identity: { subjectAlternativeName: `${subjectAlternativeName}x`, issuer } })).toBe('CERTIFICATE_IDENTITY');
    expect(await verdict({ ...call, identity: { subjectAlternativeName: '.*', issuer } })).toBe('CERTIFICATE_IDENTITY');
    expect(await verdict({ ...call, identity: { subjectAlternativeName, issuer: `${issuer}/` } })).toBe('CERTIFICATE_ISSUER');
  });
});

async function verdict(call: ConformanceCall): Promise<string> {
  try {
    await verifyBundle(call);
    return 'verified';
  } catch (error) {
    return isCodedError(error) ? error.code : `accident: ${String(error)}`;
  }
}

/** A case and the suite's defaults for what it leaves out. */
function callOf(name: string): ConformanceCall {
  const folder = fixture('conformance', name);
  const inFolder = (file: string): string | undefined => (existsSync(join(folder, file)) ? join(folder, file) : undefined);
  const text = (file: string, fallback: string): string => (inFolder(file) === undefined ? fallback : readFileSync(join(folder, file), 'utf8').trim());
  const [key, trustedRoot] = [inFolder('key.pub'), inFolder('trusted_root.json')];
  return {
    bundle: join(folder, 'bundle.sigstore.json'),
    file: inFolder('artifact') ?? fixture('conformance', 'a.txt'),
    ...(trustedRoot === undefined ? {} : { trustedRoot }),
    ...(key === undefined
      ? {
          identity: {
            subjectAlternativeName: text(
              'identity',
              'https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main',
            ),
            issuer: text('issuer', 'https://token.actions.githubusercontent.com'),
          },
        }
      : { key }),
  };
}
