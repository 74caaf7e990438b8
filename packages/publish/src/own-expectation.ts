import type { IdentityToken, PublisherKind } from '@ropewalk/core';
import { publisherOfToken } from '@ropewalk/oidc/publisher';
import { anyPublisherUnsafe, type Expectation } from '@ropewalk/verifier';

/**
 * Whom an attestation must be of to be used again by whoever holds this token: the publisher; where no kind knows the issuer,
 * the account that the token names.
 */
export function ownExpectation(token: IdentityToken, kinds: readonly PublisherKind[]): Expectation {
  const publisher = publisherOfToken(token, kinds);
  if (publisher !== undefined) return publisher;
  const { email, sub } = token.claims;
  const name = typeof email === 'string' && email !== '' ? email : sub;
  if (typeof name !== 'string' || name === '') return anyPublisherUnsafe();
  return { certificateIdentity: name, certificateIssuer: token.issuer };
}
