/** The claims that the real servers' certificates in the fixtures were issued for. */
const sha = 'c0ffee0123456789abcdef0123456789abcdef01';
const workflowRef = 'octo-org/sampleproject/.github/workflows/release.yml@refs/tags/v1.2.3';

export const githubClaims = {
  iss: 'https://token.actions.githubusercontent.com',
  sub: 'repo:octo-org/sampleproject:environment:pypi',
  repository: 'octo-org/sampleproject',
  repository_owner: 'octo-org',
  repository_id: '123456789',
  repository_owner_id: '987654',
  repository_visibility: 'public',
  run_id: '7000000001',
  run_attempt: '1',
  workflow: 'Release',
  event_name: 'push',
  ref: 'refs/tags/v1.2.3',
  sha,
  workflow_ref: workflowRef,
  workflow_sha: sha,
  job_workflow_ref: workflowRef,
  job_workflow_sha: sha,
  runner_environment: 'github-hosted',
  environment: 'pypi',
};

export const gitlabClaims = {
  iss: 'https://gitlab.com',
  sub: 'project_path:group/subgroup/sampleproject:ref_type:tag:ref:v1.2.3',
  namespace_id: '72',
  namespace_path: 'group/subgroup',
  project_id: '20',
  project_path: 'group/subgroup/sampleproject',
  project_visibility: 'public',
  pipeline_source: 'push',
  job_id: '302',
  ref: 'v1.2.3',
  ref_type: 'tag',
  environment: 'release',
  runner_environment: 'gitlab-hosted',
  sha,
  ci_config_ref_uri: 'gitlab.com/group/subgroup/sampleproject//.gitlab-ci.yml@refs/tags/v1.2.3',
  ci_config_sha: sha,
};

export const googleClaims = {
  iss: 'https://accounts.google.com',
  sub: '110000000000000000001',
  email: 'publisher@sample-project.iam.gserviceaccount.com',
  email_verified: true,
};
