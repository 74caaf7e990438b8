import type { CertificateIdentity, RepositoryVisibility, TokenClaims } from '@ropewalk/core';
import { isEmail } from './parse-publisher.ts';
import { googleIssuer, type GooglePublisher } from './publisher.ts';

/** What a certificate claims, `undefined` when it is not that of one Google account. */
export function recognise(certificate: CertificateIdentity): GooglePublisher | undefined {
  const [name, ...more] = certificate.subjectAlternativeNames;
  // The old form of the issuer is the one PyPI's verifier reads for Google.
  if (certificate.issuerV1 !== googleIssuer || name?.type !== 'email' || more.length > 0 || !isEmail(name.value)) return undefined;
  return { kind: 'Google', email: name.value };
}

/** The publisher that a token signs and uploads as. An address that Google has not verified is nobody's. */
export function recogniseToken(token: TokenClaims): GooglePublisher | undefined {
  const { email, email_verified: isVerified } = token.claims;
  if (token.issuer !== googleIssuer || typeof email !== 'string' || !isEmail(email) || isVerified !== true) return undefined;
  return { kind: 'Google', email };
}

/** `none`: a Google account's certificate names no repository. */
export function visibility(_token: TokenClaims): RepositoryVisibility {
  return 'none';
}
