import type { CertificateIdentity } from '@ropewalk/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { googlePublisher, lookedUpValues, settingsFields, slsaProvenance, tokenMismatches, tokenProblems } from '../src/publisher/index.ts';

const email = 'publisher@sample-project.iam.gserviceaccount.com';
const issuer = 'https://accounts.google.com';
const certificate: CertificateIdentity = { subjectAlternativeNames: [{ type: 'email', value: email }], issuerV1: issuer, issuer };
const malformed = expect.objectContaining({ code: 'PUBLISHER_MALFORMED' });

describe('reading a publisher', () => {
  test('reads the form of flags and the object of a provenance', () => {
    expect(googlePublisher.parse(`google:${email}`)).toStrictEqual({ kind: 'Google', email });
    expect(googlePublisher.parse({ kind: 'Google', email: '919436158236-compute@developer.gserviceaccount.com', claims: null })).toStrictEqual({
      kind: 'Google',
      email: '919436158236-compute@developer.gserviceaccount.com',
    });
  });

  test.each([
    '', 'a', 'a@', '@b.com', 'a@b', 'a b@c.com', 'a@b.com ', 'a@b.com\n', 'a@b..com', 'a@-b.com', 'a@@b.com', '.*@b.com', '.a@b.com', 'a.@b.com', 'a@b.com,c@d.com', '"a"@b.com', 'a@[1.2.3.4]', 'ä@b.com', 'a\u202e@b.com',
  ])('refuses %j', (text) => {
    expect(() => googlePublisher.parse(`google:${text}`)).toThrow(malformed);
  });

  test.each([undefined, null, 7, {}])('refuses the address %j', (value) => {
    expect(() => googlePublisher.parse({ kind: 'Google', email: value })).toThrow(malformed);
  });

  test('whatever is read is written in the same way', () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string()), (text) => {
        let publisher;
        try {
          publisher = googlePublisher.parse(`google:${text}`);
        } catch (error) {
          expect(error).toMatchObject({ code: 'PUBLISHER_MALFORMED' });
          return;
        }
        expect(googlePublisher.format(publisher)).toBe(`google:${text}`);
        expect(publisher.email).toMatch(/^[\w.%+-]+@[\w.-]+$/);
      }),
    );
  });
});

describe('a certificate', () => {
  const expected = { kind: 'Google', email } as const;
  const codes = (change: Partial<CertificateIdentity>): readonly string[] => googlePublisher.mismatches(expected, { ...certificate, ...change }).map(({ code }) => code);

  test('agrees with its account', () => {
    expect(codes({})).toStrictEqual([]);
  });

  test.each<readonly [string, Partial<CertificateIdentity>, readonly string[]]>([
    ['another account', { subjectAlternativeNames: [{ type: 'email', value: `x${email}` }] }, ['PUBLISHER_EMAIL']],
    ['an address that is no e-mail name', { subjectAlternativeNames: [{ type: 'uri', value: email }] }, ['PUBLISHER_EMAIL']],
    ['an address in Sigstore\'s own kind of name', { subjectAlternativeNames: [{ type: 'other', value: email }] }, ['PUBLISHER_EMAIL']],
    ['a second name', { subjectAlternativeNames: [{ type: 'email', value: email }, { type: 'email', value: 'b@c.com' }] }, ['CERTIFICATE_CONTRADICTION']],
    ['the right account of another issuer', { issuerV1: 'https://oauth2.sigstore.dev/auth', issuer: 'https://oauth2.sigstore.dev/auth' }, ['PUBLISHER_ISSUER']],
    ['two issuers', { issuer: 'https://oauth2.sigstore.dev/auth' }, ['CERTIFICATE_CONTRADICTION']],
    ['a repository', { sourceRepositoryUri: 'https://github.com/o/r' }, ['CERTIFICATE_CONTRADICTION']],
    ['no name', { subjectAlternativeNames: [] }, ['PUBLISHER_EMAIL', 'CERTIFICATE_CONTRADICTION']],
  ])('disagrees by %s', (_name, change, found) => {
    expect(codes(change)).toStrictEqual(found);
  });

  test('gives a hint when only the case differs', () => {
    expect(googlePublisher.mismatches({ kind: 'Google', email: email.replace('p', 'P') }, certificate)).toMatchObject([{ hint: expect.stringMatching(/case/) }]);
  });

  test('is recognised by its account', () => {
    expect(googlePublisher.recognise(certificate)).toStrictEqual({ kind: 'Google', email });
    expect(googlePublisher.recognise({ ...certificate, issuerV1: 'https://github.com/login/oauth' })).toBeUndefined();
  });
});

describe('a token', () => {
  const claims = { email, email_verified: true, sub: '110000000000000000001' };
  const token = { issuer, claims };
  const whole = { ...token, audience: 'sigstore', expiresAt: new Date(), reveal: () => '' };

  test('is looked up by e-mail address and subject', () => {
    expect(lookedUpValues(token).map(({ name, value }) => [name, value])).toStrictEqual([['email', email], ['subject', '110000000000000000001']]);
    expect(settingsFields(token)).toStrictEqual({ provider: 'google', email, sub: '110000000000000000001' });
    expect(tokenMismatches({ kind: 'Google', email: 'a@b.com' }, token)).toMatchObject([{ code: 'PUBLISHER_EMAIL', actual: email }]);
  });

  test('is recognised only with a verified address, and names no repository', () => {
    expect(googlePublisher.recogniseToken(whole)).toStrictEqual({ kind: 'Google', email });
    expect(googlePublisher.recogniseToken({ ...whole, claims: { ...claims, email_verified: 'true' } })).toBeUndefined();
    expect(googlePublisher.visibility(whole)).toBe('none');
  });

  test('says loudly that the identity is an account, and louder when it is a shared one', () => {
    const shared = { issuer, claims: { ...claims, email: '919436158236-compute@developer.gserviceaccount.com' } };

    expect(tokenProblems(token)).toMatchObject([{ code: 'ACCOUNT_NOT_REPOSITORY', affects: 'nothing', message: expect.stringContaining(email) }]);
    expect(tokenProblems(shared)).toMatchObject([{ code: 'ACCOUNT_SHARED', affects: 'nothing' }]);
    expect(tokenProblems({ issuer, claims: { sub: '1' } })).toMatchObject([{ code: 'EMAIL_MISSING', affects: 'upload' }]);
  });

  test('says nothing of a build, so provenance comes from the variables of the build, or not at all', () => {
    const env = { BUILD_ID: 'b', PROJECT_ID: 'p', LOCATION: 'us-central1', REPO_FULL_NAME: 'o/r', COMMIT_SHA: 'c0ffee', REF_NAME: 'v1' };

    expect(slsaProvenance(token, {})).toBeUndefined();
    expect(slsaProvenance(token, env)).toMatchObject({
      buildDefinition: { resolvedDependencies: [{ uri: 'git+https://github.com/o/r', digest: { gitCommit: 'c0ffee' } }] },
      runDetails: { metadata: { invocationId: 'https://cloudbuild.googleapis.com/v1/projects/p/locations/us-central1/builds/b' } },
    });
  });
});
