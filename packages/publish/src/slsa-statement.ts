import type { IdentityToken } from '@ropewalk/core';
import type { DistributionIdentity } from '@ropewalk/distribution';
import { knowledgeOf } from '@ropewalk/oidc/publisher';
import { createStatement, SLSA_PREDICATE_TYPE } from '@ropewalk/pep740';
import { PublishError } from './publish-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Makes the statement about one distribution, in the exact bytes to sign. */
export type MakeStatement = (distribution: Pick<DistributionIdentity, 'filename' | 'sha256'>) => Uint8Array;

/**
 * Makes SLSA provenance (v1) of a build, from what its token says; what no token says comes from the environment.
 *
 * @throws {@link PublishError} `IDENTITY_BUILD_UNKNOWN` when they do not say what was built.
 * @see https://slsa.dev/spec/v1.0/provenance
 */
export function slsaStatements(token: IdentityToken, env: Environment): MakeStatement {
  const provenance = knowledgeOf(token)?.slsaProvenance(token, env);
  if (provenance === undefined) {
    throw new PublishError({
      code: 'IDENTITY_BUILD_UNKNOWN',
      message: `Neither the identity token of ${token.issuer} nor the environment says which commit of which repository was built, so no SLSA provenance can be made.`,
      remedy: 'Nothing was signed. Sign in the job that builds, pass the variables of the build on to it, or leave --slsa out.',
    });
  }
  // Through JSON, which leaves out what the token does not say.
  const predicate = JSON.parse(JSON.stringify(provenance)) as Exclude<Parameters<typeof createStatement>[0]['predicate'], undefined>;
  return ({ filename, sha256 }) => createStatement({ filename, sha256, predicateType: SLSA_PREDICATE_TYPE, predicate });
}
