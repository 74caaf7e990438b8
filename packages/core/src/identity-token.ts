import { IdentityError } from './identity-error.ts';

/** A parsed, not verified, OIDC token. The JWT stays behind `reveal()`; printing or serialising shows none of it. */
export interface IdentityToken {
  readonly issuer: string;
  readonly audience: string;
  readonly expiresAt: Date;
  readonly claims: Readonly<Record<string, unknown>>;
  /** The JWT itself: a secret, for the one request that needs it. */
  reveal(): string;
}

/**
 * Reads a JWT without verifying it: whoever receives it does that.
 *
 * @param jwt - Compact serialisation: three base64url parts.
 * @param audience - The audience that was asked for. `aud` must be this one string: PyPI refuses arrays.
 * @throws {@link IdentityError} `IDENTITY_TOKEN_MALFORMED` when it is no JWT with `iss`, `aud` and `exp`;
 *   `IDENTITY_TOKEN_MISMATCH` when it was made for another audience. Neither says anything of its content.
 */
export function parseIdentityToken(jwt: string, audience: string): IdentityToken {
  const claims = decodeClaims(jwt.trim());
  const { iss, aud, exp } = claims;
  if (typeof iss !== 'string' || iss === '') throw malformed('it names no issuer (`iss`)');
  if (typeof exp !== 'number' || !Number.isFinite(exp) || Math.abs(exp) > 8.64e12) throw malformed('it has no expiry (`exp`)');
  if (aud !== audience) {
    throw new IdentityError({
      code: 'IDENTITY_TOKEN_MISMATCH',
      message: `The identity token of ${iss} was made for another audience than ${JSON.stringify(audience)}.`,
      remedy: 'Request a token for exactly this audience; a list of audiences does not count.',
    });
  }
  return tokenOf(jwt.trim(), { issuer: iss, audience, expiresAt: new Date(exp * 1000), claims });
}

function tokenOf(jwt: string, visible: Omit<IdentityToken, 'reveal'>): IdentityToken {
  const summary = `IdentityToken { issuer: ${visible.issuer}, audience: ${visible.audience} }`;
  return Object.defineProperties({ ...visible } as IdentityToken, {
    // Not enumerable: spreading, logging or serialising a token must not carry the JWT or a way to it.
    reveal: { value: () => jwt },
    toString: { value: () => summary },
    // `util.inspect.custom`; to load `node:util` for it would cost every start of a command.
    [Symbol.for('nodejs.util.inspect.custom')]: { value: () => summary },
  });
}

function decodeClaims(jwt: string): Readonly<Record<string, unknown>> {
  const parts = jwt.split('.');
  if (parts.length !== 3 || parts.some((part) => !/^[\w-]+$/.test(part))) throw malformed('it is not three base64url parts');
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    // The parser's own message quotes the text, which is why it is not kept as the cause.
    throw malformed('its claims are not JSON');
  }
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) throw malformed('its claims are not an object');
  return Object.freeze(claims as Record<string, unknown>);
}

function malformed(reason: string): IdentityError {
  return new IdentityError({
    code: 'IDENTITY_TOKEN_MALFORMED',
    message: `The identity token cannot be read: ${reason}.`,
    remedy: 'Check that the identity backend returns a signed OIDC ID token (a JWT), not an access token.',
  });
}
