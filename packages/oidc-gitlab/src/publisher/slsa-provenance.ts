import type { SlsaProvenance, TokenClaims } from '@ropewalk/core';
import { textOf } from './looked-up-values.ts';
import { recogniseToken } from './recognise.ts';

/**
 * Describes a GitLab CI job as GitLab's own build type has it, from its token; the job's name and the runner come from the
 * environment. The job's variables are left out: they may be secret.
 *
 * @returns `undefined` when the token is not one of gitlab.com, or does not say which commit was built.
 * @see https://docs.gitlab.com/ci/pipeline_security/slsa/provenance_v1
 */
export function slsaProvenance(token: TokenClaims, env: Readonly<Record<string, string | undefined>> = {}): SlsaProvenance | undefined {
  const { claims } = token;
  const [repository, sha, job] = [recogniseToken(token)?.repository, textOf(claims['sha']), textOf(claims['job_id'])];
  if (repository === undefined || sha === undefined || job === undefined) return undefined;
  const project = `https://gitlab.com/${repository}`;
  const runner = typeof claims['runner_id'] === 'number' ? String(claims['runner_id']) : textOf(claims['runner_id']);
  return {
    buildDefinition: {
      buildType: 'https://docs.gitlab.com/ci/pipeline_security/slsa/provenance_v1',
      externalParameters: { source: project, entryPoint: env['CI_JOB_NAME'] ?? '' },
      internalParameters: { job, name: env['CI_RUNNER_DESCRIPTION'] ?? '', executor: '', architecture: env['CI_RUNNER_EXECUTABLE_ARCH'] ?? '' },
      resolvedDependencies: [{ uri: project, digest: { gitCommit: sha } }],
    },
    runDetails: {
      builder: { id: runner === undefined ? project : `${project}/-/runners/${runner}` },
      metadata: { invocationId: job },
    },
  };
}
