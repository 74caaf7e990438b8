import type { CertificateIdentity } from '@ropewalk/core';
import { describe, expect, test } from 'vitest';
import { gitlabPublisher, type GitLabPublisher } from '../src/publisher/index.ts';

const pipelineUri = 'https://gitlab.com/group/subgroup/sampleproject//.gitlab-ci.yml@refs/tags/v1.0.0';
const commit = 'c0ffee0123456789abcdef0123456789abcdef01';

/** As the real Fulcio writes them. */
const certificate: CertificateIdentity = {
  subjectAlternativeNames: [{ type: 'uri', value: pipelineUri }],
  issuerV1: 'https://gitlab.com',
  issuer: 'https://gitlab.com',
  buildSignerUri: pipelineUri,
  buildSignerDigest: commit,
  runnerEnvironment: 'gitlab-hosted',
  sourceRepositoryUri: 'https://gitlab.com/group/subgroup/sampleproject',
  sourceRepositoryDigest: commit,
  sourceRepositoryRef: 'refs/tags/v1.0.0',
  sourceRepositoryOwnerUri: 'https://gitlab.com/group/subgroup',
  buildConfigUri: pipelineUri,
  runInvocationUri: 'https://gitlab.com/group/subgroup/sampleproject/-/jobs/302',
};

const expected: GitLabPublisher = { kind: 'GitLab', repository: 'group/subgroup/sampleproject', workflow_filepath: '.gitlab-ci.yml', environment: 'release' };

function codes(publisher: GitLabPublisher, identity: CertificateIdentity): readonly string[] {
  return gitlabPublisher.mismatches(publisher, identity).map(({ code }) => code);
}

describe('a certificate', () => {
  test('agrees with its publisher, with or without the pipeline file, by ref or by commit', () => {
    expect(codes(expected, certificate)).toStrictEqual([]);
    expect(codes({ kind: 'GitLab', repository: expected.repository }, certificate)).toStrictEqual([]);
    expect(codes(expected, { ...certificate, buildConfigUri: pipelineUri.replace(/@.*/, `@${commit}`) })).toStrictEqual([]);
  });

  test.each<readonly [string, GitLabPublisher, Partial<CertificateIdentity>, readonly string[]]>([
    ['a self-managed issuer', expected, { issuer: 'https://gitlab.example.com', issuerV1: 'https://gitlab.example.com' }, ['PUBLISHER_ISSUER']],
    ['another project', { ...expected, repository: 'group/subgroup/other' }, {}, ['PUBLISHER_REPOSITORY']],
    ['a group without its subgroup', { ...expected, repository: 'group/sampleproject' }, {}, ['PUBLISHER_REPOSITORY']],
    ['another pipeline file', { ...expected, workflow_filepath: 'ci/release.yml' }, {}, ['PUBLISHER_WORKFLOW']],
    ['a pipeline file of another project', expected, { buildConfigUri: pipelineUri.replace('sampleproject', 'other') }, ['PUBLISHER_WORKFLOW']],
    ['a single slash before the file', expected, { buildConfigUri: pipelineUri.replace('//.gitlab', '/.gitlab') }, ['PUBLISHER_WORKFLOW']],
    ['another ref', expected, { buildConfigUri: pipelineUri.replace('v1.0.0', 'v2') }, ['PUBLISHER_WORKFLOW']],
    ['no ref, although the commit is there', expected, { sourceRepositoryRef: '' }, ['PUBLISHER_SOURCE_MISSING']],
    ['no commit, although the ref is there', expected, { sourceRepositoryDigest: '' }, ['PUBLISHER_SOURCE_MISSING']],
  ])('disagrees by %s', (_name, publisher, change, found) => {
    expect(codes(publisher, { ...certificate, ...change })).toStrictEqual(found);
  });

  test.each<readonly [string, Partial<CertificateIdentity>]>([
    ['its old issuer', { issuerV1: 'https://gitlab.example.com' }],
    ['its name', { subjectAlternativeNames: [{ type: 'uri', value: `${pipelineUri}x` }] }],
    ['no name', { subjectAlternativeNames: [] }],
    ['its owner', { sourceRepositoryOwnerUri: 'https://gitlab.com/group/sub' }],
    ['its job', { runInvocationUri: 'https://gitlab.com/group/other/-/jobs/302' }],
  ])('contradicts itself by %s', (_name, change) => {
    expect(codes(expected, { ...certificate, ...change })).toStrictEqual(['CERTIFICATE_CONTRADICTION']);
  });

  test('gives a hint when only the case differs', () => {
    expect(gitlabPublisher.mismatches({ ...expected, repository: 'Group/subgroup/sampleproject' }, certificate)).toMatchObject([
      { code: 'PUBLISHER_REPOSITORY', hint: expect.stringMatching(/upper and lower case/) },
    ]);
  });
});

test('recognises project and pipeline file, and nobody of another host', () => {
  expect(gitlabPublisher.recognise(certificate)).toStrictEqual({ kind: 'GitLab', repository: expected.repository, workflow_filepath: '.gitlab-ci.yml' });
  expect(gitlabPublisher.recognise({ ...certificate, sourceRepositoryUri: 'https://gitlab.com.evil.example/g/p' })).toBeUndefined();
  expect(gitlabPublisher.recognise({ ...certificate, issuer: 'https://gitlab.example.com' })).toBeUndefined();
});
