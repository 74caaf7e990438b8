import { parseIdentityToken, type Identity } from '@ropewalk/core';
import { randomUUID } from 'node:crypto';

/** An identity that makes a new token each time, or always the same one, and notes for whom. */
export function fakeIdentity(options: { readonly provider?: string; readonly isFixed?: boolean; readonly claims?: object } = {}): Identity & { readonly audiences: string[]; readonly tokens: string[] } {
  const { provider = 'github', isFixed = false, claims = {} } = options;
  const audiences: string[] = [];
  const tokens: string[] = [];
  const only = randomUUID();
  return {
    provider,
    audiences,
    tokens,
    async requestToken(audience) {
      audiences.push(audience);
      const jti = isFixed ? only : randomUUID();
      const payload = { iss: 'https://token.actions.githubusercontent.com', aud: audience, exp: 4_000_000_000, jti, repository: 'octo-org/sampleproject', ...claims };
      const jwt = `${encoded({ alg: 'RS256' })}.${encoded(payload)}.${encoded(`signature of ${jti}`)}`;
      tokens.push(jwt);
      return parseIdentityToken(jwt, audience);
    },
  };
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
