import { checkOptional, checkRequired, mostSpecific, notFound, requireClaims, textClaim, type Claims } from './claims.ts';
import type { GoogleRecord } from './publisher-record.ts';

/**
 * Finds the publisher a Google token belongs to: by e-mail address. Google's tokens have no `jti`, so one may mint again.
 *
 * @throws {InvalidPublisher}
 */
export function matchGoogle(records: readonly GoogleRecord[], claims: Claims): GoogleRecord {
  requireClaims(claims, ['email', 'email_verified']);
  const candidates = records.filter((candidate) => candidate.email === claims['email']);
  const record = mostSpecific(candidates, (candidate) => candidate.sub, textClaim(claims, 'sub'));
  if (record === undefined) throw notFound();
  checkRequired('email', claims['email'] === record.email);
  checkRequired('email_verified', claims['email_verified'] === true);
  checkOptional('sub', record.sub === '' || claims['sub'] === record.sub);
  return record;
}
