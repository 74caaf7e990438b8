import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, type JSONWebKeySet, type JWK } from 'jose';
import type { Claims } from './claims.ts';

/** An issuer of real RS256 tokens. Its key is made when it is first needed. */
export interface Issuer {
  /** The name in its tokens: a production issuer's. */
  readonly name: string;
  readonly keySet: () => Promise<JSONWebKeySet>;
  readonly sign: (claims: Claims) => Promise<string>;
}

/** Makes an issuer that carries the name of a real one and a key of its own. */
export function createIssuer(name: string): Issuer {
  let made: Promise<{ readonly privateKey: CryptoKey; readonly jwk: JWK; readonly kid: string }> | undefined;
  const key = (): NonNullable<typeof made> => (made ??= makeKey());
  return {
    name,
    keySet: async () => {
      const { jwk, kid } = await key();
      return { keys: [{ ...jwk, kid, use: 'sig', alg: 'RS256' }] };
    },
    sign: async (claims) => {
      const { privateKey, kid } = await key();
      return await new SignJWT({ ...claims }).setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid }).sign(privateKey);
    },
  };
}

async function makeKey(): Promise<{ readonly privateKey: CryptoKey; readonly jwk: JWK; readonly kid: string }> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
  const jwk = await exportJWK(publicKey);
  return { privateKey, jwk, kid: createHash('sha256').update(jwk.n ?? '').digest('hex').slice(0, 40) };
}
