import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson } from '@ropewalk/encoding';
import { parseTrustedRoot, shippedTrustedRoot } from '@ropewalk/trusted-root';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { anyPublisherUnsafe, reportBundle, type BundleVerificationInput, type Report } from '../src/index.ts';
import { repositoryKind } from './repository-kind.ts';

const filename = 'sampleproject-1.2.3.tar.gz';
const certificateIssuer = 'https://token.actions.githubusercontent.com';
const certificateIdentity = 'https://github.com/octo-org/sampleproject/.github/workflows/release.yml@refs/tags/v1.2.3';
const beacon = 'https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main';
const publishType = 'https://docs.pypi.org/attestations/publish/v1';

const validate = new Ajv2020({ strict: false, allErrors: true }).compile(JSON.parse(readFileSync(new URL('../schema/report.json', import.meta.url), 'utf8')) as object);
const schemaErrors = (value: unknown): unknown => (validate(JSON.parse(JSON.stringify(value))) ? [] : validate.errors);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const codes = ({ mismatches }: Report): readonly string[] => mismatches.map(({ code }) => code);

/** A release signed by real servers: Rekor v2 and a timestamp authority. */
function input(kind: 'artifact' | 'dsse', change: Partial<BundleVerificationInput> = {}): BundleVerificationInput {
  const artifact = readFileSync(fixture('sigstore-servers', filename));
  return {
    bundle: parseJson(readFileSync(fixture('sigstore-servers', `v2.${kind}.sigstore.json`))),
    artifact,
    distribution: { filename, sha256: sha256(artifact) },
    publisher: { certificateIdentity, certificateIssuer },
    kinds: [repositoryKind],
    trustedRoot: parseTrustedRoot(readFileSync(fixture('sigstore-servers', 'trusted_root.json')), { source: 'test' }),
    now: () => new Date('2026-11-24T00:00:00Z'),
    ...change,
  };
}

describe.skipIf(!hasFixtures())('a bundle that signs the file itself', () => {
  test('is verified, and the evidence says that there is no statement', () => {
    const outcome = reportBundle(input('artifact'));

    expect(codes(outcome)).toEqual([]);
    expect(outcome).toMatchObject({ verified: true, genericBundle: { signed: 'file' }, evidence: { genericBundle: { signed: 'file' }, commit: 'c0ffee0123456789abcdef0123456789abcdef01' } });
    expect(outcome.evidence).not.toHaveProperty('predicateType');
    expect(schemaErrors(outcome)).toEqual([]);
  });

  test('is verified under any name: nothing is said about the name', () => {
    const { sha256: digest } = input('artifact').distribution;

    expect(reportBundle(input('artifact', { distribution: { filename: 'notes.txt', sha256: digest } })).verified).toBe(true);
  });

  test('is refused without the bytes, for other bytes, and for bytes that are not the file’s', () => {
    const { artifact: _artifact, ...withoutBytes } = input('artifact');
    const other = Buffer.from('other');

    expect(codes(reportBundle(withoutBytes))).toEqual(['ARTIFACT_DIGEST']);
    expect(codes(reportBundle(input('artifact', { artifact: other, distribution: { filename, sha256: sha256(other) } })))).toEqual(['ARTIFACT_DIGEST']);
    expect(codes(reportBundle(input('artifact', { distribution: { filename, sha256: '0'.repeat(64) } })))).toEqual(['SUBJECT_DIGEST']);
  });

  test('is refused when a statement of some type was asked for', () => {
    const outcome = reportBundle(input('artifact', { claims: { predicateType: publishType } }));

    expect(codes(outcome)).toEqual(['PREDICATE_TYPE']);
    expect(schemaErrors(outcome)).toEqual([]);
  });
});

describe.skipIf(!hasFixtures())('a statement logged in Rekor v2', () => {
  test('is verified as an attestation is, and marked as another kind of bundle', () => {
    const outcome = reportBundle(input('dsse'));

    expect(codes(outcome)).toEqual([]);
    expect(outcome).toMatchObject({ verified: true, genericBundle: { signed: 'statement' }, evidence: { predicateType: publishType, predicate: null } });
    expect(schemaErrors(outcome)).toEqual([]);
  });

  test('is refused for a file of another name or digest', () => {
    expect(codes(reportBundle(input('dsse', { distribution: { filename: 'other-1.2.3.tar.gz', sha256: '0'.repeat(64) } })))).toEqual(['SUBJECT_NAME', 'SUBJECT_DIGEST']);
  });
});

describe.skipIf(!hasFixtures()).each(['artifact', 'dsse'] as const)('the expectation for a bundle of the kind %s', (kind) => {
  test.each([
    ['another identity', { publisher: { certificateIdentity: certificateIdentity.slice(0, -1), certificateIssuer } }, ['CERTIFICATE_IDENTITY']],
    ['another issuer', { publisher: { certificateIdentity, certificateIssuer: `${certificateIssuer}.example` } }, ['CERTIFICATE_ISSUER']],
    ['a publisher of an unknown kind', { publisher: { kind: 'Unheard' } }, ['PUBLISHER_KIND_UNKNOWN']],
    ['another ref', { claims: { ref: 'refs/tags/v2*' } }, ['CLAIM_REF']],
    ['a deployment environment, which no index claims', { claims: { environment: 'pypi' } }, ['CLAIM_ENVIRONMENT']],
  ] as const)('refuses %s', (_, change, expected) => {
    const outcome = reportBundle(input(kind, change as Partial<BundleVerificationInput>));

    expect(outcome.verified).toBe(false);
    expect(outcome.evidence).toBeUndefined();
    expect(codes(outcome)).toEqual(expected);
  });

  test('refuses the bundle under a root that does not know its servers', () => {
    expect(reportBundle(input(kind, { publisher: anyPublisherUnsafe(), trustedRoot: shippedTrustedRoot() })).verified).toBe(false);
  });
});

describe.skipIf(!hasFixtures())('the bundles over a file of the conformance suite', () => {
  const cases = hasFixtures() ? readdirSync(fixture('conformance'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name) : [];

  test.each(cases)('%s', (name) => {
    const folder = fixture('conformance', name);
    const root = join(folder, 'trusted_root.json');
    const artifact = readFileSync(existsSync(join(folder, 'artifact')) ? join(folder, 'artifact') : fixture('conformance', 'a.txt'));
    const bundle = parseJson(readFileSync(join(folder, 'bundle.sigstore.json')), { plainNumbers: true });
    const verified = (publisher: BundleVerificationInput['publisher']): boolean =>
      reportBundle({
        bundle,
        artifact,
        distribution: { filename: 'a.txt', sha256: sha256(artifact) },
        publisher,
        kinds: [repositoryKind],
        trustedRoot: existsSync(root) ? parseTrustedRoot(readFileSync(root), { source: 'test' }) : shippedTrustedRoot(),
      }).verified;
    const signsFile = 'messageSignature' in (bundle as object);

    // Statements of the suite are about files that are no distributions; bare keys name nobody.
    expect(verified({ certificateIdentity: beacon, certificateIssuer })).toBe(signsFile && !name.endsWith('_fail') && !name.startsWith('managed-key'));
    expect(verified({ certificateIdentity: beacon.replace('main', 'next'), certificateIssuer })).toBe(false);
  });
});

test('whatever is no bundle is refused, and never throws', () => {
  for (const bundle of [undefined, null, 1, 'x', [], {}, { messageSignature: null }, { messageSignature: {}, dsseEnvelope: {} }, { dsseEnvelope: { payload: '!' } }]) {
    const outcome = reportBundle({ bundle, artifact: new Uint8Array(), distribution: { filename, sha256: sha256(new Uint8Array()) }, publisher: anyPublisherUnsafe(), kinds: [], trustedRoot: shippedTrustedRoot() });

    expect(outcome.verified).toBe(false);
    expect(schemaErrors(outcome)).toEqual([]);
  }
});
