import { isCodedError, type Publisher } from '@ropewalk/core';
import { describeRefusal, explainRefusal, noIdentityReasons } from '@ropewalk/oidc';

/** What is known of the release whose identity failed. */
export interface FailedRelease {
  readonly expectedPublishers: readonly Publisher[];
  readonly uploadUrl: URL | undefined;
  readonly project: string | undefined;
}

/**
 * What there is to say beyond an error's own message when an identity was not found or not accepted: what the index looks
 * up beside the claims, what differs, where to register.
 */
export async function explainIdentityFailure(error: unknown, release: FailedRelease): Promise<readonly string[]> {
  if (!isCodedError(error)) return [];
  if (error.code === 'IDENTITY_NOT_FOUND') {
    const reasons = await noIdentityReasons();
    return reasons.flatMap(({ message, remedy }) => [message, `  ${remedy}`]);
  }
  const claims = claimsOf(error);
  if (claims === undefined) return [];
  const [expected] = release.expectedPublishers;
  return describeRefusal(
    explainRefusal({
      claims,
      ...(expected === undefined ? {} : { expected }),
      ...(release.uploadUrl === undefined ? {} : { uploadUrl: release.uploadUrl }),
      ...(release.project === undefined ? {} : { project: release.project }),
    }),
  );
}

/** The claims of a token that an error is about, by the errors of `trusted-publishing` and `publish`. */
function claimsOf(error: object): Readonly<Record<string, unknown>> | undefined {
  if (!('claims' in error) || typeof error.claims !== 'object' || error.claims === null) return undefined;
  const claims = error.claims as Readonly<Record<string, unknown>>;
  return Object.keys(claims).length === 0 ? undefined : claims;
}
