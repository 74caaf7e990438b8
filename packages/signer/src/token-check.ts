import type { IdentityToken } from '@ropewalk/core';
import { SignerError } from './signer-error.ts';

/** How long a token must still be valid for a certificate to be asked for, in milliseconds. */
export const TOKEN_MARGIN_MS: number = 20_000;

/**
 * Checks what Fulcio would refuse without saying why: audience, expiry, and whether an e-mail address is verified.
 *
 * @throws {@link SignerError} `IDENTITY_TOKEN_UNSUITABLE`; it quotes nothing but the issuer and times.
 */
export function checkSigningToken(token: IdentityToken, options: { readonly audience: string; readonly now: Date }): void {
  const { audience, now } = options;
  if (token.audience !== audience) {
    throw unsuitable(
      `The identity token of ${token.issuer} was made for another audience than ${JSON.stringify(audience)}.`,
      `Request the token for the audience ${JSON.stringify(audience)}.`,
    );
  }
  const leftMs = token.expiresAt.getTime() - now.getTime();
  if (leftMs < TOKEN_MARGIN_MS) {
    const when = leftMs < 0 ? 'ended' : 'ends too soon';
    throw unsuitable(
      `The identity token of ${token.issuer} ${when}: at ${token.expiresAt.toISOString()}; this machine's clock says ${now.toISOString()}.`,
      'Request a new token just before signing, and check the clock of this machine.',
    );
  }
  const { email, email_verified: verified } = token.claims;
  if (typeof email === 'string' && verified !== true && verified !== 'true') {
    throw unsuitable(
      `The identity token of ${token.issuer} names an e-mail address that its issuer has not verified.`,
      'Verify the address with the issuer, or sign as a CI job or service account.',
    );
  }
}

/**
 * The text a proof of possession signs: the verified e-mail address if there is one, else the subject.
 *
 * @throws {@link SignerError} `IDENTITY_TOKEN_UNSUITABLE` when there is neither.
 */
export function challengeOf(token: IdentityToken): string {
  const { email, sub } = token.claims;
  if (typeof email === 'string' && email !== '') return email;
  if (typeof sub === 'string' && sub !== '') return sub;
  throw unsuitable(
    `The identity token of ${token.issuer} names no subject (\`sub\`).`,
    'Use an identity backend that issues OIDC ID tokens.',
  );
}

function unsuitable(message: string, remedy: string): SignerError {
  return new SignerError({ code: 'IDENTITY_TOKEN_UNSUITABLE', message, remedy });
}
