import type { SlsaProvenance, TokenClaims } from '@ropewalk/core';
import { textOf } from './looked-up-values.ts';
import { recogniseToken } from './recognise.ts';

/**
 * Describes a GitHub Actions run, from its token alone, as GitHub's own build type has it.
 *
 * @returns `undefined` when the token is not one of github.com, or does not say which workflow of which commit ran.
 * @see https://actions.github.io/buildtypes/workflow/v1
 */
export function slsaProvenance(token: TokenClaims): SlsaProvenance | undefined {
  const { claims } = token;
  const [path, ref] = splitReference(textOf(claims['workflow_ref']));
  const [repository, signer, sha] = [recogniseToken(token)?.repository, textOf(claims['job_workflow_ref']), textOf(claims['sha'])];
  if (repository === undefined || path === undefined || ref === undefined || signer === undefined || sha === undefined) return undefined;
  const repositoryUrl = `https://github.com/${repository}`;
  return {
    buildDefinition: {
      buildType: 'https://actions.github.io/buildtypes/workflow/v1',
      externalParameters: { workflow: { ref, repository: repositoryUrl, path: path.slice(repository.length + 1) } },
      internalParameters: {
        github: {
          event_name: textOf(claims['event_name']),
          repository_id: textOf(claims['repository_id']),
          repository_owner_id: textOf(claims['repository_owner_id']),
          runner_environment: textOf(claims['runner_environment']),
        },
      },
      resolvedDependencies: [{ uri: `git+${repositoryUrl}@${textOf(claims['ref']) ?? ref}`, digest: { gitCommit: sha } }],
    },
    runDetails: {
      builder: { id: `https://github.com/${signer}` },
      metadata: { invocationId: `${repositoryUrl}/actions/runs/${textOf(claims['run_id']) ?? ''}/attempts/${textOf(claims['run_attempt']) ?? ''}` },
    },
  };
}

function splitReference(reference: string | undefined): readonly (string | undefined)[] {
  const at = reference?.indexOf('@') ?? -1;
  return at < 0 ? [] : [reference?.slice(0, at), reference?.slice(at + 1)];
}
