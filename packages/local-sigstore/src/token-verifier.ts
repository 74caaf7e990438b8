import type { HttpClient } from '@ropewalk/core';
import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';

/** Verifies an identity token as Fulcio does: a known issuer's signature, the audience, the times. */
export type TokenVerifier = (token: string) => Promise<Readonly<Record<string, unknown>>>;

/** How tokens are verified. */
export interface TokenVerifierOptions {
  readonly http: HttpClient;
  /** From each issuer that counts to the address of its keys (JWKS). */
  readonly issuers: ReadonlyMap<string, URL>;
  /** Default: the real clock. */
  readonly now?: () => Date;
}

/** Makes a verifier for the audience `sigstore`. It rejects what is not a good token, for whatever reason. */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const { http, issuers } = options;
  const now = options.now ?? (() => new Date());
  return async (token) => {
    const issuer = decodeJwt(token).iss ?? '';
    const keysUrl = issuers.get(issuer);
    if (keysUrl === undefined) throw new Error(`no issuer of that name is known: ${issuer}`);
    const keys = createLocalJWKSet(keySetOf((await http.request({ url: keysUrl })).json()));
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience: 'sigstore',
      algorithms: ['RS256', 'ES256'],
      requiredClaims: ['exp', 'sub'],
      currentDate: now(),
    });
    return payload;
  };
}

function keySetOf(value: unknown): JSONWebKeySet {
  if (typeof value !== 'object' || value === null || !('keys' in value) || !Array.isArray(value.keys)) {
    throw new Error('the issuer answered no key set');
  }
  // createLocalJWKSet checks each key before it uses it.
  return value as JSONWebKeySet;
}
