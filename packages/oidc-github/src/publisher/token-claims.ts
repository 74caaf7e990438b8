import type { IdentityToken } from '@ropewalk/core';

/** What can be read of an identity token, without the token. */
export type TokenClaims = Pick<IdentityToken, 'issuer' | 'claims'>;
