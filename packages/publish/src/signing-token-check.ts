import type { IdentityToken, Publisher, PublisherKind } from '@ropewalk/core';
import { wellKnownIndexOf } from '@ropewalk/credentials';
import { explainRefusal, formatPublisher, identityProblems, publisherOfToken } from '@ropewalk/oidc/publisher';
import { forbidDisclosure } from './disclosure.ts';
import { PublishError } from './publish-error.ts';

/** What a token is held against before a certificate is asked for. */
export interface TokenExpectations {
  readonly kinds: readonly PublisherKind[];
  readonly allowPublicLog: boolean;
  /** Empty: whoever it is. */
  readonly expectedPublishers: readonly Publisher[];
  /** Every index that will get what is signed. */
  readonly repositoryUrls: readonly URL[];
}

/**
 * Looks at a token before it is used for anything, for what is signed is public for ever.
 *
 * @throws {@link PublishError} `IDENTITY_UNEXPECTED`, `IDENTITY_UNACCEPTABLE`, `IDENTITY_NOT_PUBLIC`
 */
export function checkSigningIdentity(token: IdentityToken, expectations: TokenExpectations): void {
  forbidUnexpected(token, expectations);
  forbidUnacceptableIdentity(token, expectations.repositoryUrls);
  forbidDisclosure(token, expectations.kinds, expectations.allowPublicLog);
}

/** @throws {@link PublishError} `IDENTITY_UNEXPECTED` when the token is of none of those who are expected. */
export function forbidUnexpected(token: IdentityToken, { expectedPublishers, kinds }: Pick<TokenExpectations, 'expectedPublishers' | 'kinds'>): void {
  const { claims } = token;
  const kind = publisherOfToken(token, kinds)?.kind;
  const found = expectedPublishers
    .map((expected) => ({ name: formatPublisher(expected, kinds), isOther: expected.kind !== kind, differences: explainRefusal({ claims, expected }).differences }))
    .toSorted((one, other) => Number(one.isOther) - Number(other.isOther) || one.differences.length - other.differences.length);
  const [closest] = found;
  if (closest === undefined || found.some(({ differences }) => differences.length === 0)) return;
  const details = closest.differences.map(({ subject, expected, actual }) => `${subject} is ${actual ?? 'not stated'}, not ${expected}`).join('; ');
  throw new PublishError({
    code: 'IDENTITY_UNEXPECTED',
    message:
      found.length === 1
        ? `This process is not ${closest.name}: ${details}.`
        : `This process is none of ${expectedPublishers.map((publisher) => formatPublisher(publisher, kinds)).join(', ')}. It comes closest to ${closest.name}: ${details}.`,
    remedy: 'Nothing was signed or sent. Run the release where it belongs, or correct the publisher that is expected.',
    claims,
  });
}

/** Other indexes may accept what PyPI does not; there the index decides. */
function forbidUnacceptableIdentity(token: IdentityToken, repositoryUrls: readonly URL[]): void {
  if (repositoryUrls.every((url) => wellKnownIndexOf(url) === undefined)) return;
  const problem = identityProblems(token).find(({ affects }) => affects !== 'nothing');
  if (problem === undefined) return;
  throw new PublishError({
    code: 'IDENTITY_UNACCEPTABLE',
    message: problem.message,
    remedy: `Nothing was signed or sent. ${problem.remedy}`,
    claims: token.claims,
  });
}
