import { overridden, textOf, type Claims } from './claims.ts';

const commit = 'c0ffee0123456789abcdef0123456789abcdef01';

/**
 * The claims of a GitHub Actions job, with the names and shapes of real tokens. What follows from a claim that was asked
 * for (the owner from the repository, `sub` from the environment) follows it.
 *
 * @see https://docs.github.com/actions/reference/security/oidc
 */
export function githubClaims(asked: Claims): Claims {
  const repository = textOf(asked, 'repository', 'octo-org/sampleproject');
  const ref = textOf(asked, 'ref', 'refs/tags/v1.0.0');
  const sha = textOf(asked, 'sha', commit);
  const workflowRef = textOf(asked, 'workflow_ref', `${repository}/.github/workflows/release.yml@${ref}`);
  const environment = 'environment' in asked ? asked['environment'] : 'pypi';
  return overridden(
    {
      sub: typeof environment === 'string' ? `repo:${repository}:environment:${environment}` : `repo:${repository}:ref:${ref}`,
      ref,
      sha,
      repository,
      repository_owner: repository.split('/')[0],
      repository_owner_id: '987654',
      run_id: '7000000001',
      run_number: '42',
      run_attempt: '1',
      repository_visibility: 'public',
      repository_id: '123456789',
      actor_id: '583231',
      actor: 'octocat',
      workflow: 'Release',
      head_ref: '',
      base_ref: '',
      event_name: 'push',
      ref_protected: 'false',
      ref_type: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
      workflow_ref: workflowRef,
      workflow_sha: sha,
      job_workflow_ref: workflowRef,
      job_workflow_sha: sha,
      runner_environment: 'github-hosted',
      environment,
    },
    asked,
  );
}
