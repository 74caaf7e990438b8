import { parseAttestation } from '@ropewalk/pep740';
import { shippedTrustedRoot } from '@ropewalk/trusted-root';
import { describe, expect, test } from 'vitest';
import { report, reportBundle, verify, type VerificationInput } from '../src/index.ts';
import { repositoryKind } from './repository-kind.ts';

const publisher = { kind: 'Repository', address: 'https://github.com/o/r' };
const invented = { version: 1, verification_material: { certificate: 'AAEC', transparency_entries: [{}] }, envelope: { statement: 'e30=', signature: 'AAEC' } };
const input = {
  distribution: { filename: 'sample-1.0.tar.gz', sha256: '0'.repeat(64) },
  attestation: parseAttestation(JSON.stringify(invented)),
  publisher,
  kinds: [repositoryKind],
  trustedRoot: shippedTrustedRoot(),
};

/** What a caller without a compiler may hand in. */
const changed = (change: object): VerificationInput => ({ ...input, ...change }) as unknown as VerificationInput;

describe('an expectation that would ask for less than was meant', () => {
  test.each([
    ['a claim that nobody knows', { claims: { comit: '0'.repeat(40) } }, 'comit'],
    ['a claim that is undefined', { claims: { commit: undefined } }, 'commit'],
    ['a member of a publisher that nobody knows', { publisher: { ...publisher, wrkflow: 'x.yml' } }, 'wrkflow'],
    ['a member of a publisher that is undefined', { publisher: { ...publisher, workflow: undefined } }, 'workflow'],
    ['a member of one of several publishers that nobody knows', { publisher: [publisher, { ...publisher, wrkflow: 'x.yml' }] }, 'wrkflow'],
    ['an exact identity without its issuer', { publisher: { certificateIdentity: 'a@example.org' } }, 'certificateIssuer'],
    ['an exact identity with something else', { publisher: { certificateIdentity: 'a@example.org', certificateIssuer: 'https://i.example', kind: 'Repository' } }, 'kind'],
    ['a publisher as text', { publisher: 'repository:https://github.com/o/r' }, 'publisher'],
    ['no publisher', { publisher: undefined }, 'publisher'],
    ['no kinds', { kinds: undefined }, 'kinds'],
    ['no trusted root', { trustedRoot: undefined }, 'trustedRoot'],
  ])('%s is a TypeError that names it', (_, change, name) => {
    for (const call of [report, verify]) {
      expect(() => call(changed(change))).toThrow(TypeError);
      expect(() => call(changed(change))).toThrow(`${name}\``);
    }
    expect(() => reportBundle({ ...changed(change), bundle: {} })).toThrow(TypeError);
  });

  test('what an index writes as null is not asked for, and is no mistake', () => {
    expect(report(changed({ publisher: { ...publisher, environment: null } })).verified).toBe(false);
  });
});
