import type { IdentityToken, PublisherKind, TokenProblem } from '@ropewalk/core';
import { formatPublisher, identityProblems, publisherOfToken } from '@ropewalk/oidc/publisher';

/** Who signs with a token. */
export interface SignerFacts {
  /** `undefined` when no kind knows the token's issuer. */
  readonly publisher: string | undefined;
  readonly issuer: string;
  /** Good to know about such an identity. */
  readonly notes: readonly TokenProblem[];
}

/** Reads from a token who signs with it. */
export function signerFacts(token: IdentityToken, kinds: readonly PublisherKind[]): SignerFacts {
  const publisher = publisherOfToken(token, kinds);
  return {
    publisher: publisher === undefined ? undefined : formatPublisher(publisher, kinds),
    issuer: token.issuer,
    notes: identityProblems(token).filter(({ affects }) => affects === 'nothing'),
  };
}
