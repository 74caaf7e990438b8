import type { IdentityToken } from '@ropewalk/core';

/** Names of the identity tokens that this process has sent, for whichever release. */
const spent = new Set<string>();

/**
 * Notes that a token is about to be sent: from then on nobody can say whether the index has seen it.
 *
 * @returns Whether it may be sent. One without `jti` (Google's) always may: an index takes it again.
 */
export function spend({ issuer, claims: { jti } }: IdentityToken): boolean {
  if (typeof jti !== 'string' && typeof jti !== 'number') return true;
  const name = `${issuer} ${jti}`;
  if (spent.has(name)) return false;
  spent.add(name);
  return true;
}
