import type { Identity } from '@ropewalk/core';
import type { UploadTokenSource } from '@ropewalk/credentials';

type Mask = ((secret: string) => void) | undefined;

/** An identity each of whose tokens is masked before anything else happens to it. */
export function maskedIdentity(identity: Identity, mask: Mask): Identity {
  if (mask === undefined) return identity;
  return {
    provider: identity.provider,
    async requestToken(audience, options) {
      const token = await identity.requestToken(audience, options);
      mask(token.reveal());
      return token;
    },
  };
}

/** A source of upload tokens, each of which is masked before anything else happens to it. */
export function maskedTokens(tokens: UploadTokenSource, mask: Mask): UploadTokenSource {
  if (mask === undefined) return tokens;
  let masked: unknown;
  return {
    async token(options) {
      const token = await tokens.token(options);
      if (token !== masked) mask(token.reveal());
      masked = token;
      return token;
    },
  };
}
