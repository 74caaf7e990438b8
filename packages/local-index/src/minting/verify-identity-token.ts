import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { Claims } from '../matching/claims.ts';
import type { IssuerKeys } from './issuer-keys.ts';

/** Seconds that clocks may differ. */
export const leewaySeconds = 30;

/** The issuer an identity token claims to be from; `undefined` when it is no JWT. */
export function unverifiedIssuer(jwt: string): string | undefined {
  try {
    decodeProtectedHeader(jwt);
    const { iss } = decodeJwt(jwt);
    return typeof iss === 'string' ? iss : undefined;
  } catch {
    return undefined;
  }
}

/** What a token is checked against. */
export interface Expectation {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: IssuerKeys;
  readonly now: Date;
}

/**
 * Verifies an identity token as PyPI does: RS256 only, a key id, `iss`, `iat`, `exp`, one single `aud`, `nbf` when there.
 *
 * @returns Its claims; `undefined` when anything is wrong, as PyPI says no more than that.
 */
export async function verifyIdentityToken(jwt: string, expected: Expectation): Promise<Claims | undefined> {
  try {
    const header = decodeProtectedHeader(jwt);
    if (header.kid === undefined) return undefined;
    const key = await expected.keys.find(expected.issuer, { ...header, alg: 'RS256' });
    if (key === undefined) return undefined;
    const { payload } = await jwtVerify(jwt, key, {
      algorithms: ['RS256'],
      issuer: expected.issuer,
      audience: expected.audience,
      requiredClaims: ['iss', 'iat', 'exp', 'aud'],
      clockTolerance: leewaySeconds,
      currentDate: expected.now,
    });
    const tooEarly = (payload.iat ?? 0) > expected.now.getTime() / 1000 + leewaySeconds;
    return typeof payload.aud === 'string' && !tooEarly ? payload : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
    throw error;
  }
}
