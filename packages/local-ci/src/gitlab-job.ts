import { textOf, type Claims } from './claims.ts';
import { gitlabClaims } from './gitlab-claims.ts';
import type { JobEnvironment } from './job-environment.ts';

/**
 * Begins a job of GitLab CI: its tokens are made now, one for each audience, and lie in variables named as GitLab's own
 * documentation names them for the identity client (`PYPI_ID_TOKEN` for `pypi`).
 */
export async function startGitlabJob(
  audiences: readonly string[],
  asked: Claims,
  issuer: { readonly name: string; readonly issue: (audience: string, claims: Claims) => Promise<string> },
): Promise<JobEnvironment> {
  const claims = gitlabClaims(asked, issuer.name);
  const tokens = await Promise.all(audiences.map(async (audience) => [variableOf(audience), await issuer.issue(audience, asked)] as const));
  return { ...describedBy(claims, issuer.name), ...Object.fromEntries(tokens) };
}

function variableOf(audience: string): string {
  return `${audience.toUpperCase().replaceAll(/\W/g, '_').replace(/^\d/, '_')}_ID_TOKEN`;
}

function describedBy(claims: Claims, server: string): JobEnvironment {
  const ref = textOf(claims, 'ref', '');
  const project = textOf(claims, 'project_path', '');
  return {
    CI: 'true',
    GITLAB_CI: 'true',
    CI_SERVER_URL: server,
    CI_SERVER_HOST: new URL(server).host,
    CI_PROJECT_PATH: project,
    CI_PROJECT_ID: textOf(claims, 'project_id', ''),
    CI_PROJECT_URL: `${server}/${project}`,
    CI_PROJECT_VISIBILITY: textOf(claims, 'project_visibility', ''),
    CI_CONFIG_PATH: '.gitlab-ci.yml',
    CI_COMMIT_SHA: textOf(claims, 'sha', ''),
    CI_COMMIT_REF_NAME: ref,
    ...(textOf(claims, 'ref_type', '') === 'tag' ? { CI_COMMIT_TAG: ref } : { CI_COMMIT_BRANCH: ref }),
    CI_PIPELINE_ID: textOf(claims, 'pipeline_id', ''),
    CI_PIPELINE_SOURCE: textOf(claims, 'pipeline_source', ''),
    CI_JOB_ID: textOf(claims, 'job_id', ''),
    CI_JOB_URL: `${server}/${project}/-/jobs/${textOf(claims, 'job_id', '')}`,
  };
}
