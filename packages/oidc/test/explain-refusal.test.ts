import { describe, expect, test } from 'vitest';
import { describeRefusal, explainRefusal, identityProblems, parsePublisher } from '../src/publisher.ts';

const github = {
  iss: 'https://token.actions.githubusercontent.com',
  repository: 'octo-org/sampleproject',
  repository_owner_id: '987654',
  workflow_ref: 'octo-org/sampleproject/.github/workflows/release.yml@refs/tags/v1.0.0',
  job_workflow_ref: 'octo-org/sampleproject/.github/workflows/release.yml@refs/tags/v1.0.0',
  environment: 'pypi',
  event_name: 'push',
  ref: 'refs/tags/v1.0.0',
  sha: 'c0ffee0123456789abcdef0123456789abcdef01',
};

describe('an explanation for a person', () => {
  test('shows what is looked up beside its claims, what differs, and where to correct it', () => {
    const explanation = explainRefusal({
      claims: github,
      expected: parsePublisher({ kind: 'GitHub', repository: 'octo-org/sampleproject', workflow: 'publish.yml' }),
      uploadUrl: new URL('https://upload.pypi.org/legacy/'),
      project: 'sampleproject',
    });

    expect(describeRefusal(explanation)).toStrictEqual([
      'The index looks for a publisher with exactly these values (issuer https://token.actions.githubusercontent.com):',
      '  owner             octo-org       claim repository',
      '  owner id          987654         claim repository_owner_id',
      '  repository name   sampleproject  claim repository',
      '  workflow name     release.yml    claim job_workflow_ref',
      '  environment name  pypi           claim environment',
      'Differs from the expected publisher: workflow file: expected publish.yml, the token says release.yml.',
      'Add or correct the publisher here (the form is filled in):',
      '  https://pypi.org/manage/project/sampleproject/settings/publishing/?provider=github&owner=octo-org&repository=sampleproject&workflow_filename=release.yml&environment=pypi',
    ]);
  });

  test('adds the problem that no publisher could solve', () => {
    const reusable = { ...github, job_workflow_ref: 'octo-org/sampleproject/.github/workflows/shared.yml@refs/heads/main' };

    expect(describeRefusal(explainRefusal({ claims: reusable })).join('\n')).toContain('reusable workflow octo-org/sampleproject/.github/workflows/shared.yml');
  });

  test('leaves the index out where none is concerned', () => {
    expect(describeRefusal(explainRefusal({ claims: github, expected: parsePublisher('github:o/r') }), { isIndexConcerned: false }).join('\n')).toMatch(/^Differs from the expected publisher/);
  });

  test('lets no claim act on a terminal', () => {
    const hostile = { ...github, repository: 'octo\u001b[2J-org/x\u202e', environment: 'a\nb' };

    expect(describeRefusal(explainRefusal({ claims: hostile, expected: parsePublisher('github:o/r') })).join('')).not.toMatch(/\p{C}/u);
  });
});

describe('an explanation as data', () => {
  test('is for GitLab what PyPI looks up for GitLab, with its form', () => {
    const claims = { iss: 'https://gitlab.com', project_path: 'g/s/p', ci_config_ref_uri: 'gitlab.com/g/s/p//.gitlab-ci.yml@refs/tags/v1', ref_path: 'refs/tags/v1', sha: 'c0ffee' };

    const explanation = explainRefusal({ claims, expected: parsePublisher('gitlab:g/p'), uploadUrl: new URL('https://test.pypi.org/legacy/') });

    expect(explanation).toMatchObject({ kind: 'GitLab', differences: [{ code: 'PUBLISHER_REPOSITORY', expected: 'g/p', actual: 'g/s/p' }] });
    expect(explanation.settingsUrl?.href).toBe('https://test.pypi.org/manage/account/publishing/?provider=gitlab&namespace=g%2Fs&project=p&workflow_filepath=.gitlab-ci.yml&issuer_url=https%3A%2F%2Fgitlab.com');
  });

  test('is for Google the account', () => {
    const explanation = explainRefusal({ claims: { iss: 'https://accounts.google.com', email: 'a@b.com', email_verified: true, sub: '1' }, expected: parsePublisher('google:c@b.com') });

    expect(explanation).toMatchObject({ kind: 'Google', lookedUp: [{ name: 'email', value: 'a@b.com' }, { name: 'subject', value: '1' }], differences: [{ code: 'PUBLISHER_EMAIL' }] });
  });

  test('says when another kind of publisher was expected', () => {
    expect(explainRefusal({ claims: github, expected: parsePublisher('gitlab:g/p') }).differences).toMatchObject([{ code: 'PUBLISHER_KIND', expected: 'GitLab', actual: 'GitHub' }]);
  });

  test('links to no settings of an index that is not PyPI', () => {
    expect(explainRefusal({ claims: github, uploadUrl: new URL('https://index.example.com/legacy/') }).settingsUrl).toBeUndefined();
  });

  test.each([{}, { iss: 7 }, { iss: 'https://x.example', repository: 7, job_workflow_ref: [] }])('does not fail with the claims %j', (claims) => {
    expect(describeRefusal(explainRefusal({ claims, expected: parsePublisher('github:o/r') }))).not.toStrictEqual([]);
  });
});

describe('issuers that PyPI does not simply accept', () => {
  test.each([
    ['https://ghe.example.com/_services/token', github, /GitHub Enterprise Server/, 'upload'],
    ['https://token.actions.githubusercontent.com/acme', github, /one enterprise/, 'upload'],
    ['https://gitlab.example.com', { project_path: 'g/p', ci_config_ref_uri: 'gitlab.example.com/g/p//.gitlab-ci.yml@refs/heads/main', ref_path: 'x', sha: 'y' }, /self-managed GitLab/, 'attestations'],
    ['https://oidc.circleci.com', {}, /CircleCI/, 'upload'],
    ['https://agent.buildkite.com', {}, /Buildkite/, 'upload'],
    ['https://oauth2.sigstore.dev/auth', { email: 'a@b.com' }, /sign-in for people/, 'upload'],
    ['https://ci.example.com', {}, /does not know/, 'upload'],
  ])('%s is shown and explained', (issuer, claims, message, affects) => {
    const [problem] = identityProblems({ issuer, claims: { ...claims, iss: issuer } });

    expect(problem).toMatchObject({ code: 'ISSUER_NOT_USUAL', affects, message: expect.stringMatching(message) });
    expect(problem?.message).toContain(issuer);
  });

  test('the usual ones are not', () => {
    expect(identityProblems({ issuer: github.iss, claims: github })).toStrictEqual([]);
  });
});
