import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { activeStateClaims, githubClaims, gitlabClaims, googleClaims, signToken, type TokenClaims } from './support/issuers.ts';
import { indexForTest } from './support/index-for-tests.ts';
import { mint, mintedToken, upload } from './support/requests.ts';

const publishers = [
  { project: 'sample', publisher: { kind: 'GitHub', repository: 'octo/sample', workflow: 'release.yml', repository_owner_id: '4711' } },
  { project: 'guarded', publisher: { kind: 'GitHub', repository: 'octo/guarded', workflow: 'release.yml', environment: 'PyPI' } },
  { project: 'lab', publisher: { kind: 'GitLab', repository: 'Group/Sub/sample', workflow_filepath: '.gitlab-ci.yml' } },
  { project: 'lower', publisher: { kind: 'GitLab', repository: 'group/sub/lower', workflow_filepath: 'ci/release.yml', environment: 'Prod' } },
  { project: 'own', publisher: { kind: 'GitLab', repository: 'g/p', workflow_filepath: 'ci.yml', issuer_url: 'https://gitlab.example.org' } },
  { project: 'cloud', publisher: { kind: 'Google', email: 'release@sample.iam.gserviceaccount.com', sub: '1234' } },
  { project: 'any-cloud', publisher: { kind: 'Google', email: 'any@sample.iam.gserviceaccount.com' } },
  { project: 'active', publisher: { kind: 'ActiveState', organization: 'octo', project: 'sample', actor_id: 'actor-1' } },
];

const nobody = 'Publisher with matching claims was not found';

const expectedRefs = "'octo/sample/.github/workflows/release.yml@aaa', 'octo/sample/.github/workflows/release.yml@refs/tags/v1'";

const lowerGitlab = {
  sub: 'project_path:group/sub/lower:ref_type:tag:ref:v1',
  project_path: 'Group/Sub/Lower',
  ci_config_ref_uri: 'gitlab.com/group/sub/lower//ci/release.yml@refs/tags/v1',
  environment: 'Prod',
};

test.each([
  ['an ordinary GitHub job', githubClaims()],
  ['a job without a ref, named by its commit', githubClaims({ ref: '', job_workflow_ref: `octo/sample/.github/workflows/release.yml@${'a'.repeat(40)}` })],
  ['a job in any environment when none is asked for', githubClaims({ environment: 'whatever' })],
  ['a GitHub environment in other case', githubGuarded({ environment: 'pyPI' })],
  ['a GitLab job whose paths differ in case', gitlabClaims(lowerGitlab)],
  ['a job of a GitLab of one’s own', gitlabClaims({ iss: 'https://gitlab.example.org', sub: 'project_path:g/p', project_path: 'g/p', ci_config_ref_uri: 'gitlab.example.org/g/p//ci.yml@refs/tags/v1' })],
  ['a Google account', googleClaims()],
  ['a Google account with any subject', googleClaims({ email: 'any@sample.iam.gserviceaccount.com', sub: '99' })],
  ['an ActiveState build', activeStateClaims({ sub: 'org:octo:project:sample:more' })],
])('mints for %s', async (_what, claims) => {
  const index = await indexForTest({ publishers });

  const answer = await mint(index, await signToken(claims));

  expect(await answer.json()).toMatchObject({ success: true });
});

test.each([
  ['another repository', githubClaims({ repository: 'octo/other' }), nobody],
  ['a repository in other case', githubClaims({ repository: 'octo/Sample' }), nobody],
  ['another owner id', githubClaims({ repository_owner_id: '1' }), nobody],
  ['another workflow', githubClaims({ job_workflow_ref: 'octo/sample/.github/workflows/test.yml@refs/tags/v1' }), nobody],
  ['no workflow at all', githubClaims({ job_workflow_ref: 'octo/sample@refs/tags/v1' }), 'Could not job extract workflow filename from OIDC claims'],
  ['another owner', githubClaims({ repository_owner: 'Octo' }), "Check failed for required claim 'repository_owner'"],
  ['no event name', githubClaims({ event_name: undefined }), "Missing claim 'event_name'"],
  ['no ref claim', githubClaims({ ref: undefined }), "Missing claim 'ref'"],
  ['empty ref and commit', githubClaims({ ref: '', sha: '' }), 'The ref and sha claims are empty'],
  ['no jti', githubClaims({ jti: undefined }), "Missing claim 'jti'"],
  ['a workflow called from elsewhere', githubClaims({ sha: 'aaa', job_workflow_ref: 'other/shared/.github/workflows/release.yml@refs/heads/main' }),
    `The job_workflow_ref claim does not match, expecting one of [${expectedRefs}], got 'other/shared/.github/workflows/release.yml@refs/heads/main'`],
  ['pull_request_target', githubClaims({ event_name: 'pull_request_target' }), "Publishing from a workflow invoked via 'pull_request_target' is not supported."],
  ['no environment where one is asked for', githubGuarded({}), nobody],
  ['another environment', githubGuarded({ environment: 'test' }), nobody],
  ['a GitHub of one’s own', githubClaims({ iss: 'https://github.example.org' }),
    "JWT issuer 'https://github.example.org' does not match expected issuer 'https://token.actions.githubusercontent.com'"],
  ['a pipeline path in other case', gitlabClaims(),
    "The ci_config_ref_uri claim does not match, expecting one of ['gitlab.com/Group/Sub/sample//.gitlab-ci.yml@bbb', 'gitlab.com/Group/Sub/sample//.gitlab-ci.yml@refs/tags/v1'], got 'gitlab.com/group/sub/sample//.gitlab-ci.yml@refs/tags/v1'"],
  ['another GitLab subject', gitlabClaims({ ...lowerGitlab, sub: 'project_path:group/sub/other' }), "Check failed for required claim 'sub'"],
  ['no commit', gitlabClaims({ ...lowerGitlab, sha: '' }), 'The ref_path and sha claims are empty'],
  ['a GitLab environment in other case', gitlabClaims({ ...lowerGitlab, environment: 'prod' }), nobody],
  ['no pipeline file', gitlabClaims({ ci_config_ref_uri: 'gitlab.com/x' }), 'Could not extract workflow filename from OIDC claims'],
  ['another GitLab', gitlabClaims({ ...lowerGitlab, iss: 'https://gitlab.example.org' }), nobody],
  ['an unknown account', googleClaims({ email: 'x@y.org' }), nobody],
  ['another Google subject', googleClaims({ sub: '5' }), nobody],
  ['an unverified address', googleClaims({ email_verified: 'true' }), "Check failed for required claim 'email_verified'"],
  ['no address', googleClaims({ email: undefined }), "Missing claim 'email'"],
  ['another builder', activeStateClaims({ builder: 'other' }), "Check failed for required claim 'builder'"],
  ['a short ActiveState subject', activeStateClaims({ sub: 'org:octo' }), "Invalid 'subject' claim. Wrong format"],
  ['another ActiveState subject', activeStateClaims({ sub: 'org:a:project:b' }), "Invalid 'subject' claim"],
  ['another ActiveState actor', activeStateClaims({ actor_id: '2' }), nobody],
])('explains that %s is no publisher', async (_what, claims, detail) => {
  const index = await indexForTest({ publishers });

  const answer = await mint(index, await signToken({ ...claims, ...(claims['sha'] === 'b'.repeat(40) ? { sha: 'bbb' } : {}) }));

  expect(await answer.json()).toMatchObject({
    errors: [{ code: 'invalid-publisher', description: `valid token, but no corresponding publisher (${detail})` }],
  });
});

test('prefers the publisher with the environment of the token', async () => {
  const both = [
    { project: 'general', publisher: { kind: 'GitHub', repository: 'octo/sample', workflow: 'release.yml' } },
    { project: 'special', publisher: { kind: 'GitHub', repository: 'octo/sample', workflow: 'release.yml', environment: 'pypi' } },
  ];
  const index = await indexForTest({ publishers: both });

  const token = await mintedToken(index, await signToken(githubClaims({ environment: 'PyPI' })));

  const special = await upload(index, { token, filename: 'special-1.0.tar.gz', fields: { name: 'special' } });
  const general = await upload(index, { token, filename: 'general-1.0.tar.gz', fields: { name: 'general' } });
  expect([special.status, general.status]).toEqual([200, 403]);
});

test.each([
  [{ kind: 'GitHub', repository: 'octo/sample' }, 'A GitHub publisher needs `workflow`.'],
  [{ kind: 'GitHub', repository: 'octo', workflow: 'x.yml' }, 'A GitHub publisher needs `repository`: OWNER/NAME.'],
  [{ kind: 'GitLab', repository: 'octo', workflow_filepath: 'x.yml' }, 'A GitLab publisher needs `repository`: GROUP/PROJECT.'],
  [{ kind: 'Google' }, 'A Google publisher needs `email`.'],
  [{ kind: 'Jenkins' }, 'An index knows no publisher of the kind "Jenkins".'],
])('does not register %j', async (publisher, message) => {
  const temporaryFolder = await mkdtemp(join(tmpdir(), 'ropewalk-matching-'));
  onTestFinished(() => rm(temporaryFolder, { recursive: true }));

  await expect(indexForTest({ temporaryFolder, publishers: [{ project: 'sample', publisher }] })).rejects.toThrow(new TypeError(message));

  expect(await readdir(temporaryFolder)).toEqual([]);
});

function githubGuarded(changes: TokenClaims): TokenClaims {
  return githubClaims({
    repository: 'octo/guarded',
    job_workflow_ref: 'octo/guarded/.github/workflows/release.yml@refs/tags/v1',
    ...changes,
  });
}
