import { describe, expect, test } from 'vitest';
import { gitlabPublisher, lookedUpValues, settingsFields, slsaProvenance, tokenMismatches, tokenProblems } from '../src/publisher/index.ts';

const issuer = 'https://gitlab.com';
const claims = {
  project_path: 'group/subgroup/sampleproject',
  project_visibility: 'public',
  ci_config_ref_uri: 'gitlab.com/group/subgroup/sampleproject//.gitlab-ci.yml@refs/tags/v1.0.0',
  environment: 'release',
  ref_path: 'refs/tags/v1.0.0',
  sha: 'c0ffee0123456789abcdef0123456789abcdef01',
  job_id: '302',
  runner_id: 1,
};
const token = { issuer, claims };

test('the index looks up issuer, namespace, project, top-level pipeline file and environment', () => {
  expect(lookedUpValues(token).map(({ name, value }) => [name, value])).toStrictEqual([
    ['issuer', 'https://gitlab.com'],
    ['namespace', 'group/subgroup'],
    ['project name', 'sampleproject'],
    ['top-level pipeline file path', '.gitlab-ci.yml'],
    ['environment name', 'release'],
  ]);
  expect(settingsFields(token)).toStrictEqual({
    provider: 'gitlab',
    namespace: 'group/subgroup',
    project: 'sampleproject',
    workflow_filepath: '.gitlab-ci.yml',
    environment: 'release',
    issuer_url: 'https://gitlab.com',
  });
});

describe('a token beside an expected publisher', () => {
  const expected = { kind: 'GitLab', repository: 'group/subgroup/sampleproject', workflow_filepath: '.gitlab-ci.yml', environment: 'release' } as const;

  test('agrees', () => {
    expect(tokenMismatches(expected, token)).toStrictEqual([]);
  });

  test.each([
    [{ ...expected, environment: 'Release' }, 'PUBLISHER_ENVIRONMENT'],
    [{ ...expected, repository: 'group/sampleproject' }, 'PUBLISHER_REPOSITORY'],
    [{ ...expected, workflow_filepath: 'ci.yml' }, 'PUBLISHER_WORKFLOW'],
  ])('differs by one field, which is named', (publisher, code) => {
    expect(tokenMismatches(publisher, token).map((mismatch) => mismatch.code)).toStrictEqual([code]);
  });
});

describe('what is known before anything is signed', () => {
  test('the token can be exchanged once, which is said and is no fault', () => {
    expect(tokenProblems(token)).toMatchObject([{ code: 'TOKEN_SINGLE_EXCHANGE', affects: 'nothing' }]);
  });

  test('a pipeline file of another project costs the upload', () => {
    const elsewhere = { ...claims, ci_config_ref_uri: 'gitlab.com/group/templates//release.yml@refs/heads/main' };

    expect(tokenProblems({ issuer, claims: elsewhere })).toContainEqual(expect.objectContaining({ code: 'PIPELINE_ELSEWHERE', affects: 'upload' }));
  });

  test.each(['ref_path', 'sha'])('a token without %s costs the upload', (name) => {
    expect(tokenProblems({ issuer, claims: { ...claims, [name]: '' } })).toContainEqual(expect.objectContaining({ code: 'SOURCE_MISSING' }));
  });
});

test('recognises a token of gitlab.com only, and whether its project is public', () => {
  const whole = { ...token, audience: 'sigstore', expiresAt: new Date(), reveal: () => '' };

  expect(gitlabPublisher.recogniseToken(whole)).toStrictEqual({ kind: 'GitLab', repository: claims.project_path, workflow_filepath: '.gitlab-ci.yml', environment: 'release' });
  expect(gitlabPublisher.recogniseToken({ ...whole, issuer: 'https://gitlab.example.com' })).toBeUndefined();
  expect(['public', 'internal', 'private', undefined].map((stated) => gitlabPublisher.visibility({ ...whole, claims: { project_visibility: stated } }))).toStrictEqual([
    'public', 'private', 'private', 'unstated',
  ]);
});

test('SLSA provenance names project, commit, job and runner, and none of the variables of the job', () => {
  const made = slsaProvenance(token, { CI_JOB_NAME: 'publish', SECRET: 'hidden' });

  expect(made).toStrictEqual({
    buildDefinition: {
      buildType: 'https://docs.gitlab.com/ci/pipeline_security/slsa/provenance_v1',
      externalParameters: { source: 'https://gitlab.com/group/subgroup/sampleproject', entryPoint: 'publish' },
      internalParameters: { job: '302', name: '', executor: '', architecture: '' },
      resolvedDependencies: [{ uri: 'https://gitlab.com/group/subgroup/sampleproject', digest: { gitCommit: claims.sha } }],
    },
    runDetails: { builder: { id: 'https://gitlab.com/group/subgroup/sampleproject/-/runners/1' }, metadata: { invocationId: '302' } },
  });
});
