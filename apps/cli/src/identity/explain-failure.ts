import { isCodedError, type CodedError, type Publisher } from '@ropewalk/core';
import { wellKnownIndexOf } from '@ropewalk/credentials';
import { describeRefusal, explainRefusal, noIdentityReasons, type NoIdentityReason } from '@ropewalk/oidc';
import { TrustedPublishingError } from '@ropewalk/trusted-publishing';

/** What is known of the release whose identity failed. */
export interface FailedRelease {
  readonly expectedPublishers: readonly Publisher[];
  readonly uploadUrl: URL | undefined;
  readonly project: string | undefined;
  /** As whom it was to be uploaded, where a name was given. */
  readonly username?: string | undefined;
  /** Nothing was to be uploaded: advice about indexes does not fit. */
  readonly isOnlySigned?: boolean;
}

/**
 * What there is to say beyond an error's own message when an identity was not found or not accepted: what the index looks
 * up beside the claims, what differs, where to register.
 */
export async function explainIdentityFailure(error: unknown, release: FailedRelease): Promise<readonly string[]> {
  if (!isCodedError(error)) return [];
  if (error.code === 'IDENTITY_NOT_FOUND') {
    if (release.username !== undefined) return [noPassword(release.username), '  Give it with -p or TWINE_PASSWORD, or store it in .pypirc or the keyring.'];
    const reasons = await noIdentityReasons();
    return reasons.map((reason) => reasonFor(reason, release)).flatMap((reason) => (reason === undefined ? [] : [reason.message, `  ${reason.remedy}`]));
  }
  const claims = claimsOf(error);
  if (claims === undefined) return [];
  const { uploadUrl } = release;
  const [expected] = release.expectedPublishers;
  const explanation = explainRefusal({
    claims,
    ...(expected === undefined ? {} : { expected }),
    ...(uploadUrl === undefined ? {} : { uploadUrl }),
    ...(release.project === undefined ? {} : { project: release.project }),
  });
  const options = { isIndexConcerned: concernsIndex(error, release), isRegistrationAdvised: error.code !== 'IDENTITY_UNEXPECTED' };
  if (error.code !== 'IDENTITY_UNEXPECTED') return describeRefusal(explanation, options);
  // What differs is what such an error itself says.
  return [...describeRefusal({ ...explanation, differences: [] }, options), ...explanation.differences.flatMap(({ hint }) => hint ?? [])];
}

/** Whether an index found no publisher for the identity, would find none, or would have been asked. */
function concernsIndex(error: CodedError, { uploadUrl, isOnlySigned }: FailedRelease): boolean {
  const { code } = error;
  if (code === 'TOKEN_REFUSED') return !(error instanceof TrustedPublishingError) || error.refusals.some((refusal) => !tokenRefusals.has(refusal.code));
  if (code === 'IDENTITY_UNEXPECTED') return isOnlySigned !== true;
  return code === 'IDENTITY_UNACCEPTABLE' && uploadUrl !== undefined && wellKnownIndexOf(uploadUrl) !== undefined;
}

/** Refusals of a token for its own sake: who is registered as publisher does not matter then. */
const tokenRefusals: ReadonlySet<string> = new Set(['invalid-reuse-token', 'invalid-token', 'not-enabled']);

function noPassword(username: string): string {
  return `The user name ${username} is given, and no ${username === '__token__' ? 'token' : 'password'} for it; nobody can be asked here.`;
}

/** What such an error does not say itself. */
function reasonFor(reason: NoIdentityReason, { isOnlySigned }: FailedRelease): Pick<NoIdentityReason, 'message' | 'remedy'> | undefined {
  if (reason.code === 'NOT_IN_CI') return undefined;
  return isOnlySigned === true ? forSigning(reason) : reason;
}

function forSigning(reason: NoIdentityReason): Pick<NoIdentityReason, 'message' | 'remedy'> {
  switch (reason.code) {
    case 'NOT_IN_CI':
      return reason;
    case 'CI_UNSUPPORTED':
      return { message: `This is ${reason.ci ?? 'a CI'}, whose identity tokens are not fetched by themselves.`, remedy: 'Where its issuer is one that Fulcio accepts, hand them in: --identity-token-file or --identity-module.' };
    case 'GOOGLE_ACCOUNT_NOT_ALLOWED':
      return { message: reason.message, remedy: 'To sign as it, say so: `--identity google`, or an expected publisher google:EMAIL.' };
  }
}

/** The claims of a token that an error is about, by the errors of `trusted-publishing` and `publish`. */
function claimsOf(error: object): Readonly<Record<string, unknown>> | undefined {
  if (!('claims' in error) || typeof error.claims !== 'object' || error.claims === null) return undefined;
  const claims = error.claims as Readonly<Record<string, unknown>>;
  return Object.keys(claims).length === 0 ? undefined : claims;
}
