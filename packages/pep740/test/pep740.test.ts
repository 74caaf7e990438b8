import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { isCodedError } from '@ropewalk/core';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  attestationToBundle,
  bundleToAttestation,
  createStatement,
  parseAttestation,
  parseProvenance,
  parseStatement,
  PUBLISH_PREDICATE_TYPE,
  serializeAttestation,
  serializeProvenance,
  SLSA_PREDICATE_TYPE,
  statementBytes,
} from '../src/index.ts';

const sha256 = 'a'.repeat(64);
const sample = {
  version: 1,
  verification_material: { certificate: 'AAEC', transparency_entries: [{ logIndex: '1', kindVersion: { kind: 'dsse', version: '0.0.1' } }], timestamps: ['AAEC'], later: { x: 1 } },
  envelope: { statement: 'e30=', signature: 'AAEC' },
  note: 'unknown keys survive',
};
const provenance = { version: 1, attestation_bundles: [{ publisher: { kind: 'Unheard', of: [1] }, attestations: [sample], extra: true }], more: null };

function codeOf(work: () => unknown): string {
  try {
    work();
    return 'read';
  } catch (error) {
    if (isCodedError(error)) return error.code;
    throw error;
  }
}

describe('an attestation', () => {
  test('survives reading and writing, with the keys nobody knows', () => {
    expect(JSON.parse(serializeAttestation(parseAttestation(JSON.stringify(sample))))).toEqual(sample);
  });

  test('is written compactly, without a line break at its end', () => {
    expect(serializeAttestation(parseAttestation(JSON.stringify(sample, undefined, 2)))).toBe(JSON.stringify(sample));
  });

  test.each([
    ['', 'ATTESTATION_NOT_JSON'],
    ['hello', 'ATTESTATION_NOT_JSON'],
    ['[]', 'ATTESTATION_MALFORMED'],
    ['null', 'ATTESTATION_MALFORMED'],
    ['{}', 'ATTESTATION_VERSION_UNKNOWN'],
    [JSON.stringify({ ...sample, version: 2 }), 'ATTESTATION_VERSION_UNKNOWN'],
    [JSON.stringify({ ...sample, version: '1' }), 'ATTESTATION_VERSION_UNKNOWN'],
    [JSON.stringify(sample).replace('"version":1', '"version":1.0'), 'ATTESTATION_AMBIGUOUS'],
    [JSON.stringify(sample).replace('"version":1', '"version":1,"version":1'), 'ATTESTATION_AMBIGUOUS'],
    [JSON.stringify({ ...sample, envelope: { statement: 'e30=' } }), 'ATTESTATION_MALFORMED'],
    [JSON.stringify({ ...sample, envelope: { statement: 'e30', signature: 'AAEC' } }), 'ATTESTATION_MALFORMED'],
    [JSON.stringify({ ...sample, verification_material: { certificate: 'AAEC', transparency_entries: [] } }), 'ATTESTATION_MALFORMED'],
    [JSON.stringify({ ...sample, verification_material: { certificate: 'AAEC', transparency_entries: ['x'] } }), 'ATTESTATION_MALFORMED'],
    [JSON.stringify({ ...sample, note: 'x'.repeat(1_100_000) }), 'ATTESTATION_TOO_LARGE'],
    [`{"note":${'['.repeat(100)}${']'.repeat(100)}}`, 'ATTESTATION_TOO_LARGE'],
  ])('that is none is refused: %.60s', (text, code) => {
    expect(codeOf(() => parseAttestation(text))).toBe(code);
  });

  test('of any content is read or refused with a code', () => {
    fc.assert(fc.property(fc.json(), (text) => codeOf(() => parseAttestation(text)) !== 'read'));
    fc.assert(fc.property(fc.uint8Array(), (bytes) => codeOf(() => parseAttestation(bytes)) !== 'read'));
  });
});

describe('a provenance', () => {
  test('survives reading and writing, with kinds of publisher nobody knows', () => {
    expect(JSON.parse(serializeProvenance(parseProvenance(JSON.stringify(provenance))))).toEqual(provenance);
  });

  test('may be empty', () => {
    expect(parseProvenance('{"version":1,"attestation_bundles":[]}').attestation_bundles).toEqual([]);
  });

  test.each([
    ['', 'PROVENANCE_NOT_JSON'],
    ['<!doctype html>', 'PROVENANCE_NOT_JSON'],
    ['{"version":2}', 'PROVENANCE_VERSION_UNKNOWN'],
    ['{"version":1}', 'PROVENANCE_MALFORMED'],
    ['{"version":1,"attestation_bundles":[{}]}', 'PROVENANCE_MALFORMED'],
    ['{"version":1,"attestation_bundles":[{"publisher":{"repository":"x"},"attestations":[]}]}', 'PROVENANCE_MALFORMED'],
    ['{"version":1,"attestation_bundles":[{"publisher":{"kind":"GitHub"}}]}', 'PROVENANCE_MALFORMED'],
    ['{"version":1,"attestation_bundles":[{"publisher":{"kind":"GitHub","kind":"GitLab"},"attestations":[]}]}', 'PROVENANCE_AMBIGUOUS'],
    ['{"version":1,"attestation_bundles":[{"publisher":{"kind":"GitHub"},"attestations":[{}]}]}', 'ATTESTATION_VERSION_UNKNOWN'],
  ])('that is none is refused: %.80s', (text, code) => {
    expect(codeOf(() => parseProvenance(text))).toBe(code);
  });
});

describe('a statement', () => {
  test('of a publish attestation is what pypi-attestations writes', () => {
    const text = Buffer.from(createStatement({ filename: 'a-1.0.tar.gz', sha256 })).toString('utf8');

    expect(text).toBe(
      `{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"a-1.0.tar.gz","digest":{"sha256":"${sha256}"}}],"predicateType":"${PUBLISH_PREDICATE_TYPE}","predicate":null}`,
    );
  });

  test('is read as it was made', () => {
    const name = fc.string({ minLength: 1 });
    const predicate = fc.option(fc.dictionary(fc.string(), fc.jsonValue()));
    fc.assert(
      fc.property(name, predicate, (filename, value) => {
        const statement = parseStatement(createStatement({ filename, sha256, predicateType: SLSA_PREDICATE_TYPE, predicate: value as never }));

        return isDeepStrictEqual(statement, { subject: { name: filename, digest: { sha256 } }, predicateType: SLSA_PREDICATE_TYPE, predicate: JSON.parse(JSON.stringify(value)) });
      }),
    );
  });

  test('about a digest that is none is a mistake of the program', () => {
    expect(() => createStatement({ filename: 'a', sha256: 'A'.repeat(64) })).toThrow(TypeError);
  });
});

describe('a bundle', () => {
  const entry = { logIndex: '5', kindVersion: { kind: 'dsse', version: '0.0.1' }, inclusionPromise: { signedEntryTimestamp: 'AAEC' }, inclusionProof: { logIndex: '4', hashes: ['AAEC'] } };
  const bundle = {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { certificate: { rawBytes: 'AAEC' }, tlogEntries: [entry], timestampVerificationData: { rfc3161Timestamps: [] } },
    dsseEnvelope: { payload: 'e30=', payloadType: 'application/vnd.in-toto+json', signatures: [{ sig: 'AAEC', keyid: '' }] },
  };
  const material = (change: object): object => ({ ...bundle, verificationMaterial: { ...bundle.verificationMaterial, ...change } });
  const envelope = (change: object): object => ({ ...bundle, dsseEnvelope: { ...bundle.dsseEnvelope, ...change } });

  test('becomes an attestation and the same bundle again', () => {
    expect(attestationToBundle(bundleToAttestation(bundle))).toEqual(bundle);
  });

  test('keeps its timestamps, in the member the draft names', () => {
    const stamped = material({ timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: 'AAEC' }] } });
    const attestation = bundleToAttestation(stamped);

    expect(attestation.verification_material['timestamps']).toEqual(['AAEC']);
    expect(attestationToBundle(attestation)).toEqual(stamped);
  });

  test('gets the zeros and empty lists written that protobuf leaves out and PyPI wants', () => {
    const first = { ...entry, logIndex: undefined, inclusionProof: { rootHash: 'AAEC' } };
    const { verification_material: written } = bundleToAttestation(JSON.parse(JSON.stringify(material({ tlogEntries: [first] }))));

    expect(written.transparency_entries[0]).toMatchObject({ logIndex: '0', inclusionProof: { logIndex: '0', hashes: [] } });
  });

  test('of version 0.1 gives the first certificate of its chain', () => {
    const old = { ...material({ certificate: undefined, x509CertificateChain: { certificates: [{ rawBytes: 'AAEC' }, { rawBytes: 'AAED' }] } }), mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1' };

    expect(bundleToAttestation(JSON.parse(JSON.stringify(old))).verification_material.certificate).toBe('AAEC');
  });

  test.each([
    ['a message signature', { ...bundle, messageSignature: {} }],
    ['another payload type', envelope({ payloadType: 'text/plain' })],
    ['two signatures', envelope({ signatures: [{ sig: 'AAEC' }, { sig: 'AAEC' }] })],
    ['no signature', envelope({ signatures: [] })],
    ['a bare key', material({ certificate: undefined, publicKey: { hint: 'x' } })],
    ['no log entry', material({ tlogEntries: [] })],
    ['an entry of Rekor v2', material({ tlogEntries: [{ ...entry, kindVersion: { kind: 'hashedrekord', version: '0.0.2' } }] })],
    ['no promise', material({ tlogEntries: [{ ...entry, inclusionPromise: undefined }] })],
    ['no proof', material({ tlogEntries: [{ ...entry, inclusionProof: undefined }] })],
  ])('with %s has no place in PEP 740', (_, value) => {
    expect(codeOf(() => bundleToAttestation(JSON.parse(JSON.stringify(value))))).toBe('BUNDLE_NOT_CONVERTIBLE');
  });

  test.each([['nothing', undefined], ['text', 'x'], ['an empty object', {}], ['another media type', { ...bundle, mediaType: 'application/json' }], ['no certificate', material({ certificate: {} })], ['broken base64', envelope({ payload: '###' })]])(
    'that is %s is none',
    (_, value) => {
      expect(codeOf(() => bundleToAttestation(value))).toBe('BUNDLE_MALFORMED');
    },
  );

  test('of any content is converted or refused with a code', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => codeOf(() => bundleToAttestation(value)) === 'BUNDLE_MALFORMED'));
  });
});

describe.skipIf(!hasFixtures())('what PyPI and its tools publish', () => {
  test.each(['gitlab_oidc_project-0.0.3.tar.gz.publish', 'pypi_attestations-0.0.19.tar.gz.publish', 'pypi_attestations-0.0.19.tar.gz.slsa', 'rfc8785-0.1.2-py3-none-any.whl', 'rfc8785-0.1.2-py3-none-any.whl.publish'])('%s.attestation is read', (name) => {
    const text = readFileSync(fixture('pypi', `${name}.attestation`), 'utf8');
    const attestation = parseAttestation(text);

    expect(JSON.parse(serializeAttestation(attestation))).toEqual(JSON.parse(text));
    expect(parseStatement(statementBytes(attestation)).subject.name).toMatch(/^[\w-]+-\d/);
  });

  test('a Sigstore bundle and the attestation beside it are the same', () => {
    const file = fixture('pypi', 'rfc8785-0.1.2-py3-none-any.whl');
    const converted = bundleToAttestation(JSON.parse(readFileSync(`${file}.sigstore`, 'utf8')));
    const shipped = parseAttestation(readFileSync(`${file}.attestation`));

    expect(parseStatement(statementBytes(converted)).subject.name).toBe(parseStatement(statementBytes(shipped)).subject.name);
  });

  test.each(['github', 'gitlab', 'google', 'circleci'])('bundle, attestation and provenance of %s agree', (provider) => {
    const folder = fixture('sigstore-servers', provider);
    const bundle: unknown = JSON.parse(readFileSync(`${folder}/bundle.sigstore.json`, 'utf8'));
    const attestation = parseAttestation(readFileSync(`${folder}/sampleproject-1.2.3-py3-none-any.whl.publish.attestation`));
    const served = parseProvenance(readFileSync(`${folder}/provenance.json`));

    expect(bundleToAttestation(bundle)).toEqual(attestation);
    expect(served.attestation_bundles[0]?.attestations[0]).toEqual(attestation);
  });
});
