import { leewaySeconds } from './verify-identity-token.ts';

/** Which identity tokens have minted. */
export interface UsedTokens {
  has(issuer: string, jti: string): boolean;
  /** Notes a token; `false` when it was noted before. */
  add(issuer: string, jti: string, expiresAt: number): boolean;
}

/** Remembers each `jti` until its token can no longer be presented. */
export function createUsedTokens(now: () => Date): UsedTokens {
  const until = new Map<string, number>();
  const keyOf = (issuer: string, jti: string): string => JSON.stringify([issuer, jti]);
  function has(issuer: string, jti: string): boolean {
    return (until.get(keyOf(issuer, jti)) ?? 0) > now().getTime() / 1000;
  }
  return {
    has,
    add(issuer, jti, expiresAt) {
      if (has(issuer, jti)) return false;
      until.set(keyOf(issuer, jti), expiresAt + leewaySeconds + 5);
      return true;
    },
  };
}
