import type { Identity, IdentityToken } from '@ropewalk/core';

/** An identity that hands out a token it has given already, once more for the first use; from then on it asks again. */
export function firstTokenAgain(identity: Identity, token: IdentityToken): Identity {
  let first: IdentityToken | undefined = token;
  return {
    provider: identity.provider,
    async requestToken(audience, options) {
      const known = first;
      first = undefined;
      return known?.audience === audience ? known : identity.requestToken(audience, options);
    },
  };
}
