import type { SlsaProvenance, TokenClaims } from '@ropewalk/core';
import { recogniseToken } from './recognise.ts';

/**
 * Describes a Cloud Build run as Google's own build type has it. A Google token says nothing about a build: all of it comes
 * from variables that the build's configuration must pass on (`BUILD_ID`, `PROJECT_ID`, `LOCATION`, `REPO_FULL_NAME`,
 * `COMMIT_SHA`, `REF_NAME`, `TRIGGER_BUILD_CONFIG_PATH`), so it is the word of whoever runs as this account.
 *
 * @returns `undefined` when the build, the repository or the commit is not named.
 * @see https://cloud.google.com/build/gcb-buildtypes/google-worker/v1
 */
export function slsaProvenance(token: TokenClaims, env: Readonly<Record<string, string | undefined>> = {}): SlsaProvenance | undefined {
  const { BUILD_ID: build, PROJECT_ID: project, LOCATION: location = 'global', REPO_FULL_NAME: name, COMMIT_SHA: commit } = env;
  if (recogniseToken(token) === undefined || !build || !project || !name || !commit) return undefined;
  const repository = `git+https://github.com/${name}`;
  return {
    buildDefinition: {
      buildType: 'https://cloud.google.com/build/gcb-buildtypes/google-worker/v1',
      externalParameters: {
        buildConfigSource: { repository, ref: env['REF_NAME'] ?? '', path: env['TRIGGER_BUILD_CONFIG_PATH'] ?? 'cloudbuild.yaml' },
        substitutions: {},
      },
      internalParameters: { systemSubstitutions: { BUILD_ID: build, PROJECT_ID: project, LOCATION: location, REPO_FULL_NAME: name, COMMIT_SHA: commit } },
      resolvedDependencies: [{ uri: repository, digest: { gitCommit: commit } }],
    },
    runDetails: {
      builder: { id: 'https://cloudbuild.googleapis.com/GoogleHostedWorker' },
      metadata: { invocationId: `https://cloudbuild.googleapis.com/v1/projects/${project}/locations/${location}/builds/${build}` },
    },
  };
}
