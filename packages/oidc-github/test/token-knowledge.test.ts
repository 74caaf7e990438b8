import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { githubPublisher, lookedUpValues, settingsFields, slsaProvenance, tokenMismatches, tokenProblems } from '../src/publisher/index.ts';

const issuer = 'https://token.actions.githubusercontent.com';
const release = 'octo-org/sampleproject/.github/workflows/release.yml@refs/tags/v1.0.0';
const claims = {
  repository: 'octo-org/sampleproject',
  repository_owner: 'octo-org',
  repository_owner_id: '987654',
  repository_visibility: 'public',
  workflow_ref: release,
  job_workflow_ref: release,
  environment: 'PyPI',
  event_name: 'push',
  ref: 'refs/tags/v1.0.0',
  sha: 'c0ffee0123456789abcdef0123456789abcdef01',
};
const token = { issuer, claims };

describe('what the index looks up', () => {
  test('is owner, owner id, repository, workflow file and environment, each beside its claim', () => {
    expect(lookedUpValues(token)).toStrictEqual([
      { name: 'owner', claim: 'repository', value: 'octo-org' },
      { name: 'owner id', claim: 'repository_owner_id', value: '987654' },
      { name: 'repository name', claim: 'repository', value: 'sampleproject' },
      { name: 'workflow name', claim: 'job_workflow_ref', value: 'release.yml' },
      { name: 'environment name', claim: 'environment', value: 'PyPI' },
    ]);
  });

  test('takes the called file of a reusable workflow', () => {
    const called = { ...claims, job_workflow_ref: 'octo-org/sampleproject/.github/workflows/shared.yml@refs/heads/main' };

    expect(lookedUpValues({ issuer, claims: called })).toContainEqual({ name: 'workflow name', claim: 'job_workflow_ref', value: 'shared.yml' });
  });

  test('says so when the token does not', () => {
    expect(lookedUpValues({ issuer, claims: {} }).map(({ value }) => value)).toStrictEqual(Array.from({ length: 5 }, () => undefined));
  });

  test('fills in the form of the index', () => {
    expect(settingsFields(token)).toStrictEqual({
      provider: 'github',
      owner: 'octo-org',
      repository: 'sampleproject',
      workflow_filename: 'release.yml',
      environment: 'PyPI',
    });
  });
});

describe('a token beside an expected publisher', () => {
  const expected = { kind: 'GitHub', repository: 'octo-org/sampleproject', workflow: 'release.yml', environment: 'pypi' } as const;

  test('agrees, whatever the case of the environment', () => {
    expect(tokenMismatches(expected, token)).toStrictEqual([]);
  });

  test.each([
    [{ ...expected, workflow: 'publish.yml' }, 'PUBLISHER_WORKFLOW', 'publish.yml', 'release.yml'],
    [{ ...expected, repository: 'octo-org/Sampleproject' }, 'PUBLISHER_REPOSITORY', 'octo-org/Sampleproject', 'octo-org/sampleproject'],
    [{ ...expected, environment: 'release' }, 'PUBLISHER_ENVIRONMENT', 'release', 'PyPI'],
  ])('differs by one field, which is named', (publisher, code, wanted, found) => {
    expect(tokenMismatches(publisher, token)).toMatchObject([{ code, expected: wanted, actual: found }]);
  });

  test('differs when the token has no environment', () => {
    expect(tokenMismatches(expected, { issuer, claims: { ...claims, environment: undefined } })).toMatchObject([{ code: 'PUBLISHER_ENVIRONMENT', actual: undefined }]);
  });
});

describe('problems seen before anything is signed', () => {
  test('a release has none', () => {
    expect(tokenProblems(token)).toStrictEqual([]);
  });

  test('a called workflow of the same repository costs the attestations', () => {
    const reusable = { ...claims, job_workflow_ref: 'octo-org/sampleproject/.github/workflows/shared.yml@refs/heads/main' };

    expect(tokenProblems({ issuer, claims: reusable })).toMatchObject([{ code: 'WORKFLOW_REUSABLE', affects: 'attestations' }]);
  });

  test('a called workflow of another repository costs the upload', () => {
    const reusable = { ...claims, job_workflow_ref: 'other/shared/.github/workflows/release.yml@refs/heads/main' };

    expect(tokenProblems({ issuer, claims: reusable })).toMatchObject([{ code: 'WORKFLOW_REUSABLE', affects: 'upload' }]);
  });

  test('pull_request_target costs the upload', () => {
    expect(tokenProblems({ issuer, claims: { ...claims, event_name: 'pull_request_target' } })).toMatchObject([{ code: 'EVENT_PULL_REQUEST_TARGET', affects: 'upload' }]);
  });

  test('a run of no ref and no commit costs the upload', () => {
    expect(tokenProblems({ issuer, claims: { ...claims, ref: '', sha: '' } })).toMatchObject([{ code: 'SOURCE_MISSING', affects: 'upload' }]);
  });
});

describe('visibility', () => {
  test.each([
    ['public', 'public'],
    ['private', 'private'],
    ['internal', 'private'],
    [undefined, 'unstated'],
    [7, 'unstated'],
  ])('%j is %s', (stated, visibility) => {
    const visible = { issuer, audience: 'sigstore', expiresAt: new Date(), claims: { repository_visibility: stated }, reveal: () => '' };

    expect(githubPublisher.visibility(visible)).toBe(visibility);
  });
});

describe.skipIf(!hasFixtures())('SLSA provenance', () => {
  test('is exactly what GitHub itself wrote for the same run', () => {
    const envelope = JSON.parse(readFileSync(fixture('pypi', 'pypi_attestations-0.0.19.tar.gz.slsa.attestation'), 'utf8')) as { envelope: { statement: string } };
    const { predicate } = JSON.parse(Buffer.from(envelope.envelope.statement, 'base64').toString('utf8')) as { predicate: unknown };
    const workflow = 'trailofbits/pypi-attestations/.github/workflows/release.yml@refs/tags/v0.0.19';

    const made = slsaProvenance({
      issuer,
      claims: {
        repository: 'trailofbits/pypi-attestations',
        repository_id: '772247423',
        repository_owner_id: '2314423',
        workflow_ref: workflow,
        job_workflow_ref: workflow,
        ref: 'refs/tags/v0.0.19',
        sha: '08802efe1f8e5fec4ad842d6b8ce97656092ee72',
        event_name: 'release',
        runner_environment: 'github-hosted',
        run_id: '12169989787',
        run_attempt: '1',
      },
    });

    expect(made).toStrictEqual(predicate);
  });
});

test('SLSA provenance is not made up when the token does not say enough', () => {
  expect(slsaProvenance({ issuer, claims: { repository: 'o/r' } })).toBeUndefined();
  expect(slsaProvenance({ issuer: 'https://ghe.example.com/_services/token', claims })).toBeUndefined();
});
