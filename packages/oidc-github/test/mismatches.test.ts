import type { CertificateIdentity } from '@ropewalk/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { githubPublisher, type GitHubPublisher } from '../src/publisher/index.ts';

const workflowUri = 'https://github.com/octo-org/sampleproject/.github/workflows/release.yml@refs/tags/v1.0.0';
const commit = 'c0ffee0123456789abcdef0123456789abcdef01';

/** As the real Fulcio writes them. */
const certificate: CertificateIdentity = {
  subjectAlternativeNames: [{ type: 'uri', value: workflowUri }],
  issuerV1: 'https://token.actions.githubusercontent.com',
  issuer: 'https://token.actions.githubusercontent.com',
  buildSignerUri: workflowUri,
  buildSignerDigest: commit,
  runnerEnvironment: 'github-hosted',
  sourceRepositoryUri: 'https://github.com/octo-org/sampleproject',
  sourceRepositoryDigest: commit,
  sourceRepositoryRef: 'refs/tags/v1.0.0',
  sourceRepositoryIdentifier: '123456789',
  sourceRepositoryOwnerUri: 'https://github.com/octo-org',
  sourceRepositoryOwnerIdentifier: '987654',
  buildConfigUri: workflowUri,
  buildConfigDigest: commit,
  buildTrigger: 'push',
  runInvocationUri: 'https://github.com/octo-org/sampleproject/actions/runs/7/attempts/1',
  sourceRepositoryVisibility: 'public',
};

const expected: GitHubPublisher = { kind: 'GitHub', repository: 'octo-org/sampleproject', workflow: 'release.yml', environment: 'pypi' };

function codes(publisher: GitHubPublisher, identity: CertificateIdentity): readonly string[] {
  return githubPublisher.mismatches(publisher, identity).map(({ code }) => code);
}

function without(...names: readonly (keyof CertificateIdentity)[]): CertificateIdentity {
  return Object.fromEntries(Object.entries(certificate).filter(([name]) => !names.some((absent) => absent === name))) as unknown as CertificateIdentity;
}

describe('a certificate', () => {
  test('agrees with its publisher, with or without the workflow', () => {
    expect(codes(expected, certificate)).toStrictEqual([]);
    expect(codes({ kind: 'GitHub', repository: 'octo-org/sampleproject' }, certificate)).toStrictEqual([]);
  });

  test('agrees when the workflow ends in the commit', () => {
    const uri = workflowUri.replace(/@.*/, `@${commit}`);

    expect(codes(expected, { ...certificate, buildConfigUri: uri })).toStrictEqual([]);
    expect(codes(expected, { ...without('sourceRepositoryRef'), buildConfigUri: uri })).toStrictEqual([]);
  });

  test('agrees when a reusable workflow signed: the one that started the run counts', () => {
    const signer = 'https://github.com/other-org/shared/.github/workflows/build.yml@refs/heads/main';

    expect(codes(expected, { ...certificate, buildSignerUri: signer, subjectAlternativeNames: [{ type: 'uri', value: signer }] })).toStrictEqual([]);
  });

  test.each<readonly [string, GitHubPublisher, Partial<CertificateIdentity>, readonly string[]]>([
    ['another issuer', expected, { issuer: 'https://gitlab.com', issuerV1: 'https://gitlab.com' }, ['PUBLISHER_ISSUER']],
    ['an issuer of one enterprise', expected, { issuer: 'https://token.actions.githubusercontent.com/acme', issuerV1: 'https://token.actions.githubusercontent.com/acme' }, ['PUBLISHER_ISSUER']],
    ['another repository', { ...expected, repository: 'octo-org/other' }, {}, ['PUBLISHER_REPOSITORY']],
    ['a repository that only begins alike', { ...expected, repository: 'octo-org/sample' }, {}, ['PUBLISHER_REPOSITORY']],
    ['another workflow', { ...expected, workflow: 'ci.yml' }, {}, ['PUBLISHER_WORKFLOW']],
    ['a workflow that only ends alike', { ...expected, workflow: 'lease.yml' }, {}, ['PUBLISHER_WORKFLOW']],
    ['the workflow of another repository', expected, { buildConfigUri: workflowUri.replace('sampleproject', 'other') }, ['PUBLISHER_WORKFLOW']],
    ['a workflow of another ref', expected, { buildConfigUri: workflowUri.replace('v1.0.0', 'v2.0.0') }, ['PUBLISHER_WORKFLOW']],
    ['a workflow outside the folder', expected, { buildConfigUri: workflowUri.replace('.github/workflows/', '') }, ['PUBLISHER_WORKFLOW']],
    ['a workflow below the folder', expected, { buildConfigUri: workflowUri.replace('release', 'x/release') }, ['PUBLISHER_WORKFLOW']],
  ])('disagrees by %s', (_name, publisher, change, found) => {
    expect(codes(publisher, { ...certificate, ...change })).toStrictEqual(found);
  });

  test('disagrees when it does not say enough, without throwing', () => {
    expect(codes(expected, without('issuer'))).toStrictEqual(['PUBLISHER_ISSUER']);
    expect(codes(expected, without('sourceRepositoryUri'))).toContain('PUBLISHER_REPOSITORY');
    expect(codes(expected, without('buildConfigUri'))).toStrictEqual(['PUBLISHER_WORKFLOW']);
    expect(codes(expected, without('sourceRepositoryRef', 'sourceRepositoryDigest'))).toStrictEqual(['PUBLISHER_SOURCE_MISSING']);
    expect(codes(expected, { subjectAlternativeNames: [] })).toContain('PUBLISHER_ISSUER');
  });

  test('without an expected workflow, its workflow must still be one of its repository', () => {
    const anyWorkflow: GitHubPublisher = { kind: 'GitHub', repository: 'octo-org/sampleproject' };

    expect(codes(anyWorkflow, { ...certificate, buildConfigUri: workflowUri.replace('sampleproject', 'other') })).toStrictEqual(['PUBLISHER_WORKFLOW']);
    expect(codes(anyWorkflow, without('buildConfigUri'))).toStrictEqual(['PUBLISHER_WORKFLOW']);
  });

  test.each<readonly [string, Partial<CertificateIdentity>]>([
    ['its old issuer', { issuerV1: 'https://gitlab.com' }],
    ['its name', { subjectAlternativeNames: [{ type: 'uri', value: workflowUri.replace('release', 'other') }] }],
    ['a second name', { subjectAlternativeNames: [{ type: 'uri', value: workflowUri }, { type: 'email', value: 'a@example.com' }] }],
    ['a name that is an e-mail address', { subjectAlternativeNames: [{ type: 'email', value: 'a@example.com' }] }],
    ['its owner', { sourceRepositoryOwnerUri: 'https://github.com/octo' }],
    ['its run', { runInvocationUri: 'https://github.com/octo-org/other/actions/runs/7/attempts/1' }],
  ])('contradicts itself by %s', (_name, change) => {
    expect(codes(expected, { ...certificate, ...change })).toStrictEqual(['CERTIFICATE_CONTRADICTION']);
  });

  test.each([
    ['Octo-Org/sampleproject', /upper and lower case/],
    ['octo-org/sampleproject/', /trailing/],
    ['octo-org/sampleproject.git', /trailing/],
  ])('gives a hint when %s was expected', (repository, hint) => {
    const [mismatch] = githubPublisher.mismatches({ ...expected, repository }, certificate);

    expect(mismatch).toMatchObject({ code: 'PUBLISHER_REPOSITORY', expected: `https://github.com/${repository}`, hint: expect.stringMatching(hint) });
  });
});

describe('recognising', () => {
  test('names repository and workflow', () => {
    expect(githubPublisher.recognise(certificate)).toStrictEqual({ kind: 'GitHub', repository: 'octo-org/sampleproject', workflow: 'release.yml' });
  });

  test('leaves out a workflow that is not one of the repository', () => {
    expect(githubPublisher.recognise({ ...certificate, buildConfigUri: 'https://github.com/x/y/.github/workflows/a.yml@main' })).toStrictEqual({
      kind: 'GitHub',
      repository: 'octo-org/sampleproject',
    });
  });

  test.each<Partial<CertificateIdentity>>([
    { issuer: 'https://gitlab.com' },
    { sourceRepositoryUri: 'https://github.com.evil.example/o/r' },
    { sourceRepositoryUri: 'https://github.com/o/r/x' },
  ])('recognises nobody with %j', (change) => {
    expect(githubPublisher.recognise({ ...certificate, ...change })).toBeUndefined();
  });
});

test('whatever else one of the compared statements says, it is noticed', () => {
  const compared = ['issuer', 'issuerV1', 'sourceRepositoryUri', 'buildConfigUri', 'buildSignerUri', 'sourceRepositoryOwnerUri', 'runInvocationUri'] as const;
  const other = fc.tuple(fc.constantFrom(...compared), fc.nat(), fc.string({ minLength: 1, maxLength: 3 }), fc.constantFrom('insert', 'replace', 'cut'));

  fc.assert(
    fc.property(other, ([name, position, text, change]) => {
      const original = certificate[name] ?? '';
      const at = position % original.length;
      const rest = change === 'insert' ? text + original.slice(at) : change === 'replace' ? text + original.slice(at + text.length) : '';
      const altered = original.slice(0, at) + rest;
      // The last part of a run's address is the run's own; everything before must be that of the repository.
      fc.pre(altered !== original && !(name === 'runInvocationUri' && altered.startsWith(`${certificate.sourceRepositoryUri}/actions/runs/`)));

      expect(codes(expected, { ...certificate, [name]: altered })).not.toStrictEqual([]);
    }),
  );
});
