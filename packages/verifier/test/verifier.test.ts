import { readFileSync } from 'node:fs';
import type { Publisher } from '@ropewalk/core';
import { parseAttestation, parseProvenance } from '@ropewalk/pep740';
import { parseTrustedRoot, shippedTrustedRoot } from '@ropewalk/trusted-root';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesGlob } from '../src/expectation/glob.ts';
import { anyPublisherUnsafe, report, verify, VerificationError, verifyAll, verifyProvenance, type VerificationInput } from '../src/index.ts';
import { repositoryKind, type RepositoryPublisher } from './repository-kind.ts';

const filename = 'pypi_attestations-0.0.19.tar.gz';
const sha256 = '9bb1add04b1b4e182be6b0b80931593f7a291eb49d69b4fd728a5d4cbcdc4bd3';
const publisher: RepositoryPublisher = { kind: 'Repository', address: 'https://github.com/trailofbits/pypi-attestations' };
const invented = { version: 1, verification_material: { certificate: 'AAEC', transparency_entries: [{}] }, envelope: { statement: 'e30=', signature: 'AAEC' } };

const validate = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true }).compile(
  JSON.parse(readFileSync(new URL('../schema/report.json', import.meta.url), 'utf8')) as object,
);
const schemaErrors = (value: unknown): unknown => (validate(JSON.parse(JSON.stringify(value))) ? [] : validate.errors);

const input = (change: Partial<VerificationInput> = {}): VerificationInput => ({
  distribution: { filename, sha256 },
  attestation: hasFixtures() ? parseAttestation(readFileSync(fixture('pypi', `${filename}.publish.attestation`))) : parseAttestation(JSON.stringify(invented)),
  publisher,
  kinds: [repositoryKind],
  trustedRoot: shippedTrustedRoot(),
  ...change,
});

describe.skipIf(!hasFixtures())('verifying a real attestation', () => {
  test('says who, and everything that was checked', () => {
    const evidence = verify(input({ expectationSource: 'policy' }));

    expect(evidence.publisher).toEqual(publisher);
    expect(evidence.expectation).toEqual({ source: 'policy', publishers: ['repository:https://github.com/trailofbits/pypi-attestations'], claims: {} });
    expect(evidence.trustedRoot).toMatchObject({ source: 'shipped', version: shippedTrustedRoot().version });
    expect(evidence.checks.map(({ status }) => status)).not.toContain('failed');
  });

  test('throws one error that holds every mismatch', () => {
    const wrong = input({ distribution: { filename: 'other-1.0.tar.gz', sha256: '0'.repeat(64) }, publisher: { ...publisher, address: 'https://evil.example' } as Publisher, claims: { trigger: 'push' } });

    expect(() => verify(wrong)).toThrow(VerificationError);
    expect(report(wrong).mismatches.map(({ code }) => code)).toEqual(['SUBJECT_NAME', 'SUBJECT_DIGEST', 'PUBLISHER_REPOSITORY', 'CLAIM_TRIGGER']);
  });

  test('never verifies a kind of publisher nobody knows', () => {
    const unknown = { kind: 'Unheard', address: publisher.address } as Publisher;

    expect(report(input({ publisher: unknown })).mismatches.map(({ code }) => code)).toEqual(['PUBLISHER_KIND_UNKNOWN']);
    expect(report(input({ publisher: unknown, kinds: [] })).verified).toBe(false);
    expect(report(input({ claimedPublisher: { kind: 'Unheard' } })).mismatches.map(({ code }) => code)).toEqual(['INDEX_PUBLISHER_UNKNOWN']);
  });

  test('takes anybody only where that is spelled out, and JSON cannot spell it', () => {
    expect(report(input({ publisher: anyPublisherUnsafe() })).expectation.publishers).toEqual(['anybody']);
    expect(report(input({ publisher: anyPublisherUnsafe() })).verified).toBe(true);
    expect(report(input({ publisher: JSON.parse(JSON.stringify({ kind: 'x', ...anyPublisherUnsafe() })) as Publisher })).verified).toBe(false);
  });

  test('compares an exact certificate identity character by character', () => {
    const certificateIdentity = 'https://github.com/trailofbits/pypi-attestations/.github/workflows/release.yml@refs/tags/v0.0.19';
    const certificateIssuer = 'https://token.actions.githubusercontent.com';
    const codes = (identity: string, issuer: string): readonly string[] =>
      report(input({ publisher: { certificateIdentity: identity, certificateIssuer: issuer } })).mismatches.map(({ code }) => code);

    expect(codes(certificateIdentity, certificateIssuer)).toEqual([]);
    expect(codes('.*', certificateIssuer)).toEqual(['CERTIFICATE_IDENTITY']);
    expect(codes(certificateIdentity.slice(0, -1), '')).toEqual(['CERTIFICATE_IDENTITY', 'CERTIFICATE_ISSUER']);
  });

  test('compares the names as distributions, not as texts', () => {
    const named = (name: string): boolean => report(input({ distribution: { filename: name, sha256 } })).verified;

    expect(named('pypi-attestations-0.0.19.tar.gz')).toBe(true);
    expect(named('PyPI.attestations-0.0.19.tar.gz')).toBe(true);
    expect(named('pypi_attestations-0.0.19.0.tar.gz')).toBe(true);
    expect(named('pypi_attestations-0.0.190.tar.gz')).toBe(false);
    expect(named('./pypi_attestations-0.0.19.tar.gz')).toBe(false);
    expect(named('pypi_attestations-0.0.19-py3-none-any.whl')).toBe(false);
    expect(named('whatever')).toBe(false);
  });

  test('expects an environment of the index only, and says that it is a claim', () => {
    const claimedPublisher = { kind: 'Repository', address: publisher.address, environment: 'pypi' };
    const outcome = report(input({ claimedPublisher, claims: { environment: 'pypi' } }));

    expect(outcome.verified).toBe(true);
    expect(outcome.evidence?.environmentClaimed).toBe('pypi');
    expect(report(input({ claims: { environment: 'pypi' } })).mismatches.map(({ code }) => code)).toEqual(['CLAIM_ENVIRONMENT']);
    expect(report(input({ claimedPublisher, claims: { environment: 'PyPI' } })).mismatches.map(({ code }) => code)).toEqual(['CLAIM_ENVIRONMENT']);
  });

  test('gives the age of the trusted root', () => {
    const trustedRoot = parseTrustedRoot(JSON.stringify(shippedTrustedRoot().json), { source: 'updated', version: 20, issuedAt: new Date('2026-11-01') });

    expect(report(input({ trustedRoot, now: () => new Date('2026-11-11') })).trustedRoot).toMatchObject({ source: 'updated', version: 20, ageDays: 10 });
  });

  test('ends in a report as the schema describes it, whatever the outcome', () => {
    expect(schemaErrors(report(input()))).toEqual([]);
    expect(schemaErrors(report(input({ publisher: anyPublisherUnsafe(), claims: { ref: 'refs/heads/x', predicateType: ['a', 'b'] } })))).toEqual([]);
    expect(schemaErrors(report(input({ attestation: parseAttestation(JSON.stringify(invented)) })))).toEqual([]);
    expect(schemaErrors({ ...report(input()), verified: false })).not.toEqual([]);
    expect(schemaErrors({ ...report(input()), evidence: undefined })).not.toEqual([]);
  });
});

describe('anything that is no genuine attestation', () => {
  test('is refused as invalid', () => {
    const outcome = report(input({ attestation: parseAttestation(JSON.stringify(invented)) }));

    expect(outcome.verified).toBe(false);
    expect(outcome.evidence).toBeUndefined();
    expect(() => verify(input({ attestation: parseAttestation(JSON.stringify(invented)) }))).toThrow(expect.objectContaining({ code: 'ATTESTATION_INVALID' }));
  });

  test('is refused and never throws in a report, whatever the log entry holds', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.base64String(), fc.base64String(), (entry, certificate, statement) => {
        const attestation = { version: 1 as const, verification_material: { certificate, transparency_entries: [entry as never] }, envelope: { statement, signature: 'AAEC' } };

        return !report(input({ attestation })).verified;
      }),
    );
  });

  test('is unattested when there is none at all', () => {
    const { attestation: _, ...context } = input();

    expect(() => verifyAll({ ...context, attestations: [] })).toThrow(expect.objectContaining({ code: 'UNATTESTED' }));
    expect(() => verifyProvenance({ ...context, provenance: parseProvenance('{"version":1,"attestation_bundles":[]}') })).toThrow(expect.objectContaining({ code: 'UNATTESTED', reports: [] }));
  });
});

describe('a glob of git refs', () => {
  test.each([
    ['refs/tags/v1.0', 'refs/tags/v1.0', true],
    ['refs/tags/v1.0', 'refs/tags/v1x0', false],
    ['refs/tags/*', 'refs/tags/v1.0', true],
    ['refs/tags/*', 'refs/tags/a/b', false],
    ['refs/tags/**', 'refs/tags/a/b', true],
    ['refs/tags/v?.0', 'refs/tags/v1.0', true],
    ['refs/tags/v*', 'xrefs/tags/v1', false],
    ['refs/tags/v*', 'refs/tags/v1\n', true],
    ['refs/tags/v1', 'refs/tags/v1\n', false],
    ['refs/tags/(a|b)', 'refs/tags/a', false],
    ['refs/tags/[0-9]', 'refs/tags/1', false],
  ])('%s and %j: %s', (glob, ref, expected) => {
    expect(matchesGlob(glob, ref)).toBe(expected);
  });

  test('without wildcards matches itself and nothing else', () => {
    const plain = fc.string().map((text) => text.replaceAll(/[*?]/g, ''));
    fc.assert(fc.property(plain, plain, (glob, text) => matchesGlob(glob, text) === (glob === text)));
  });
});
