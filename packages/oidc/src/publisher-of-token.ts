import type { IdentityToken, Publisher, PublisherKind } from '@ropewalk/core';
import { publisherKinds } from './publisher-kinds.ts';

/**
 * The publisher that a token would sign and upload as, `undefined` when no kind knows its issuer.
 *
 * @param kinds - Default {@link publisherKinds}.
 */
export function publisherOfToken(token: IdentityToken, kinds: readonly PublisherKind[] = publisherKinds): Publisher | undefined {
  return kindOfToken(token, kinds)?.recogniseToken(token);
}

/** The kind that recognises a token. */
export function kindOfToken(token: IdentityToken, kinds: readonly PublisherKind[] = publisherKinds): PublisherKind | undefined {
  return kinds.find((kind) => kind.recogniseToken(token) !== undefined);
}
