import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isCodedError } from '@ropewalk/core';
import { parseTrustedRoot, shippedTrustedRoot } from '@ropewalk/trusted-root';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBundleVerifier, SigstoreVerificationError } from '../src/index.ts';

const shipped = createBundleVerifier(shippedTrustedRoot());
const json = (...path: readonly string[]): unknown => JSON.parse(readFileSync(fixture(...path), 'utf8'));
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'verified';
  } catch (error) {
    if (isCodedError(error)) return error.code;
    throw error;
  }
};

describe('anything that is no bundle', () => {
  test('is refused with a code, whatever it is', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => codeOf(() => shipped.verify(value)) === 'BUNDLE_MALFORMED'));
    fc.assert(fc.property(fc.anything(), (value) => codeOf(() => shipped.verify(value)) !== 'verified'));
  });

  test('is reported with every check that was not reached', () => {
    const { checks, failure, verified } = shipped.report({});

    expect(verified).toBeUndefined();
    expect(failure?.code).toBe('BUNDLE_MALFORMED');
    expect(checks[0]).toMatchObject({ code: 'BUNDLE', status: 'failed' });
    expect(new Set(checks.slice(1).map(({ status }) => status))).toEqual(new Set(['not-reached']));
  });
});

describe.skipIf(!hasFixtures())('the real servers', () => {
  const root = hasFixtures() ? parseTrustedRoot(readFileSync(fixture('sigstore-servers', 'trusted_root.json')), { source: 'servers' }) : shippedTrustedRoot();
  // The fixtures were signed on 2026-11-23; a machine's clock may be behind that.
  const verifier = createBundleVerifier(root, { now: () => new Date('2026-11-24T00:00:00Z') });

  test.each([
    ['github', 'https://token.actions.githubusercontent.com'],
    ['gitlab', 'https://gitlab.com'],
    ['google', 'https://accounts.google.com'],
    ['circleci', 'https://oidc.circleci.com'],
  ])('sign for %s, and it verifies under their root alone', (provider, issuer) => {
    const bundle = json('sigstore-servers', provider, 'bundle.sigstore.json');
    const verified = verifier.verify(bundle, { profile: 'pep740' });

    expect(verified.certificate.issuer).toBe(issuer);
    expect(verified.checks.length).toBeGreaterThan(20);
    expect(codeOf(() => shipped.verify(bundle, { profile: 'pep740', now: new Date('2026-11-24') }))).toBe('CT_LOG_UNKNOWN');
  });

  test('log in Rekor v2 with a timestamp: good bundles, but no attestations', () => {
    const bundle = json('sigstore-servers', 'v2.dsse.sigstore.json');

    expect(verifier.verify(bundle).logEntry).toMatchObject({ kind: 'hashedrekord', version: '0.0.2' });
    expect(verifier.verify(bundle).logEntry.integratedTime).toBeUndefined();
    expect(codeOf(() => verifier.verify(bundle, { profile: 'pep740' }))).toBe('LOG_ENTRY_KIND');
  });

  test('sign an artifact directly: it must be given', () => {
    const bundle = json('sigstore-servers', 'v2.artifact.sigstore.json');

    expect(codeOf(() => verifier.verify(bundle))).toBe('ARTIFACT_DIGEST');
    expect(codeOf(() => verifier.verify(bundle, { profile: 'pep740' }))).toBe('LOG_ENTRY_KIND');
    expect(codeOf(() => verifier.verify(bundle, { artifact: { bytes: new Uint8Array() } }))).toBe('ARTIFACT_DIGEST');
  });
});

describe.skipIf(!hasFixtures())('a bundle signed with a bare key', () => {
  const folder = ['conformance', 'managed-key-and-trusted-root'] as const;
  const artifact = { bytes: hasFixtures() ? readFileSync(fixture('conformance', 'a.txt')) : new Uint8Array() };

  test('verifies under that key alone, and is never taken for one with a certificate', () => {
    const verifier = createBundleVerifier(parseTrustedRoot(readFileSync(fixture(...folder, 'trusted_root.json')), { source: 'staging' }));
    const bundle = json(...folder, 'bundle.sigstore.json');
    const key = createPublicKey(readFileSync(fixture(...folder, 'key.pub')));
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;

    expect(verifier.verifyWithKey(bundle, key, { artifact }).signedAt.toISOString()).toBe('2026-01-07T18:36:05.000Z');
    expect(codeOf(() => verifier.verifyWithKey(bundle, other, { artifact }))).not.toBe('verified');
    expect(codeOf(() => verifier.verify(bundle, { artifact }))).toBe('SIGNER_UNEXPECTED');
  });

  test('is refused when only a digest is given and nothing can verify over it', () => {
    const verifier = createBundleVerifier(parseTrustedRoot(readFileSync(fixture(...folder, 'trusted_root.json')), { source: 'staging' }));
    const sha256 = createHash('sha256').update(artifact.bytes).digest('hex');
    const key = createPublicKey(readFileSync(fixture(...folder, 'key.pub')));

    expect(codeOf(() => verifier.verifyWithKey(json(...folder, 'bundle.sigstore.json'), key, { artifact: { sha256 } }))).toBe('SIGNATURE');
  });
});

describe.skipIf(!hasFixtures())('what is remembered', () => {
  test('never skips a check for another time: a verifier that has said yes says no under another clock', () => {
    const verifier = createBundleVerifier(shippedTrustedRoot());
    const bundle = json('conformance', 'happy-path-v0.3-new-mediaType', 'bundle.sigstore.json');
    const artifact = { bytes: readFileSync(fixture('conformance', 'a.txt')) };

    expect(codeOf(() => verifier.verify(bundle, { artifact }))).toBe('verified');
    expect(codeOf(() => verifier.verify(bundle, { artifact, now: new Date('2020-01-01') }))).toBe('SIGNED_TIME_FUTURE');
    expect(codeOf(() => verifier.verify(bundle, { artifact: { bytes: new Uint8Array([1]) } }))).toBe('ARTIFACT_DIGEST');
    expect(codeOf(() => verifier.verify(bundle, { artifact }))).toBe('verified');
  });

  test('is that a certificate held, never that a bundle did: each altered bundle of a known certificate is refused', () => {
    const verifier = createBundleVerifier(shippedTrustedRoot());
    const bundle = json('conformance', 'happy-path-v0.3-new-mediaType', 'bundle.sigstore.json');
    const artifact = { bytes: readFileSync(fixture('conformance', 'a.txt')) };
    const altered = (change: (entry: Record<string, unknown>) => void): unknown => {
      const copy = structuredClone(bundle) as { verificationMaterial: { tlogEntries: [Record<string, unknown>] } };
      change(copy.verificationMaterial.tlogEntries[0]);
      return copy;
    };
    const verdict = (changed: unknown): string => codeOf(() => verifier.verify(changed, { artifact }));

    expect(verdict(bundle)).toBe('verified');
    expect(verdict(altered((entry) => Object.assign(entry, { integratedTime: '1710869187' })))).toBe('INCLUSION_PROMISE');
    expect(verdict(altered((entry) => Object.assign(entry, { integratedTime: '1710879186' })))).toBe('SIGNED_TIME_OUTSIDE_CERTIFICATE');
    expect(verdict(altered((entry) => Object.assign(entry, { log_index: '1' })))).toBe('BUNDLE_MALFORMED');
    expect(verdict(altered((entry) => Object.assign(entry, { logIndex: '1' })))).toBe('INCLUSION_PROMISE');
    expect(verdict(altered((entry) => Object.assign(entry['inclusionProof'] as object, { logIndex: '1' })))).toBe('INCLUSION_PROOF');
    expect(verdict(bundle)).toBe('verified');
  });

  test('a refusal holds the checks in order, with what was seen', () => {
    const bundle = json('conformance', 'signature-mismatch_fail', 'bundle.sigstore.json');
    const refusal = shipped.report(bundle, { artifact: { bytes: readFileSync(fixture('conformance', 'a.txt')) } });

    expect(refusal.failure).toBeInstanceOf(SigstoreVerificationError);
    const failed = refusal.checks.findIndex(({ status }) => status === 'failed');
    expect(refusal.checks[failed]).toMatchObject({ code: 'SIGNATURE', failure: { code: 'SIGNATURE' } });
    expect(refusal.checks.slice(0, failed).every(({ status, seen }) => status === 'passed' && seen !== undefined)).toBe(true);
    expect(refusal.checks.slice(failed + 1).map(({ code, status }) => [code, status])).toEqual([
      ['LOG_ENTRY_CONTENT', 'not-reached'],
      ['LOG_ENTRY_CERTIFICATE', 'not-reached'],
    ]);
  });
});
