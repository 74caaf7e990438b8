import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCodedError } from '../src/coded-error.ts';
import { parseIdentityToken } from '../src/identity-token.ts';

const claims = { iss: 'https://issuer.example.org', aud: 'sigstore', exp: 1_800_000_000, sub: 'me' };

function jwtOf(payload: unknown): string {
  return ['{"alg":"RS256"}', JSON.stringify(payload), 'a-signature'].map((part) => Buffer.from(part).toString('base64url')).join('.');
}

describe('an identity token', () => {
  test('says issuer, audience, expiry and claims, and reveals the JWT when asked', () => {
    const token = parseIdentityToken(`${jwtOf(claims)}\n`, 'sigstore');

    expect(token).toMatchObject({ issuer: claims.iss, audience: 'sigstore', expiresAt: new Date('2027-01-15T08:00:00.000Z'), claims });
    expect(token.reveal()).toBe(jwtOf(claims));
  });

  test('shows the JWT nowhere else: printed, serialised, spread, thrown', () => {
    const token = parseIdentityToken(jwtOf(claims), 'sigstore');

    const shown = [inspect(token, { depth: 9, showHidden: false }), String(token), JSON.stringify(token), inspect({ ...token }), `${token}`].join('\n');

    expect(shown).not.toContain(jwtOf(claims).split('.')[1]);
  });

  test.each([
    ['another audience', { ...claims, aud: 'pypi' }],
    ['a list of audiences', { ...claims, aud: ['sigstore'] }],
    ['no audience', { ...claims, aud: undefined }],
  ])('made for %s does not match', (_, payload) => {
    expect(() => parseIdentityToken(jwtOf(payload), 'sigstore')).toThrow(expect.objectContaining({ code: 'IDENTITY_TOKEN_MISMATCH' }));
  });

  test.each([
    ['two parts', 'e30.e30'],
    ['four parts', 'e30.e30.e30.e30'],
    ['an empty part', 'e30..e30'],
    ['characters outside base64url', 'e30.e+0.e30'],
    ['claims that are not JSON', 'e30.bm90.e30'],
    ['claims that are a list', `e30.${Buffer.from('[]').toString('base64url')}.e30`],
    ['no issuer', jwtOf({ ...claims, iss: undefined })],
    ['no expiry', jwtOf({ ...claims, exp: undefined })],
    ['an expiry beyond all dates', jwtOf({ ...claims, exp: 1e300 })],
  ])('with %s is malformed', (_, jwt) => {
    expect(() => parseIdentityToken(jwt, 'sigstore')).toThrow(expect.objectContaining({ code: 'IDENTITY_TOKEN_MALFORMED' }));
  });

  test('never throws anything uncoded, and never quotes what it was given', () => {
    // Marked, because short words of any language may stand in an error by themselves.
    const mark = 'given~';
    const marked = fc.string().map((text) => `${mark}${text}`);
    const claimsOf = (text: string): string => `e30.${Buffer.from(text).toString('base64url')}.e30`;

    fc.assert(
      fc.property(fc.oneof(marked, marked.map(claimsOf), fc.json().map((json) => jwtOf(json))), (text) => {
        try {
          parseIdentityToken(text, 'sigstore');
          return true;
        } catch (error) {
          const shown = inspect(error);
          return isCodedError(error) && !shown.includes(text) && !shown.includes(mark);
        }
      }),
    );
  });
});
