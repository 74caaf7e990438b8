import { overridden, textOf, type Claims } from './claims.ts';

const commit = 'c0ffee0123456789abcdef0123456789abcdef01';

/**
 * The claims of a GitLab CI job, with the names and shapes of real tokens. What follows from a claim that was asked for
 * (the namespace from the project, `sub` from the ref) follows it.
 *
 * @see https://docs.gitlab.com/ci/secrets/id_token_authentication/
 */
export function gitlabClaims(asked: Claims, issuer: string): Claims {
  const project = textOf(asked, 'project_path', 'group/subgroup/sampleproject');
  const ref = textOf(asked, 'ref', 'v1.0.0');
  const refType = textOf(asked, 'ref_type', 'tag');
  const refPath = textOf(asked, 'ref_path', `refs/${refType === 'tag' ? 'tags' : 'heads'}/${ref}`);
  const sha = textOf(asked, 'sha', commit);
  return overridden(
    {
      namespace_id: '72',
      namespace_path: project.split('/').slice(0, -1).join('/'),
      project_id: '20',
      project_path: project,
      user_id: '1',
      user_login: 'sample-user',
      user_email: 'sample-user@example.com',
      user_access_level: 'developer',
      pipeline_id: '574',
      pipeline_source: 'push',
      job_id: '302',
      ref,
      ref_type: refType,
      ref_path: refPath,
      ref_protected: 'true',
      environment: 'release',
      environment_protected: 'false',
      deployment_tier: 'production',
      environment_action: 'start',
      runner_id: 1,
      runner_environment: 'gitlab-hosted',
      sha,
      project_visibility: 'public',
      ci_config_ref_uri: `${new URL(issuer).host}/${project}//.gitlab-ci.yml@${refPath}`,
      ci_config_sha: sha,
      sub: `project_path:${project}:ref_type:${refType}:ref:${ref}`,
    },
    asked,
  );
}
