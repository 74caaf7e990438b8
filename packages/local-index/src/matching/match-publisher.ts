import { pythonRepr } from '../answers/python-repr.ts';
import { matchActiveState } from './active-state.ts';
import { InvalidPublisher, textClaim, type Claims, type MatchingContext } from './claims.ts';
import { matchGitHub } from './github.ts';
import { matchGitLab } from './gitlab.ts';
import { matchGoogle } from './google.ts';
import { canonicalIssuerOf, type IssuerService } from './issuers.ts';
import type { PublisherRecord } from './publisher-record.ts';

/**
 * Finds the publisher that verified claims belong to, in two phases as PyPI does: a lookup, then every claim.
 *
 * @throws {InvalidPublisher} with PyPI's detail text.
 * @throws {ReusedToken}
 */
export function matchPublisher(
  service: IssuerService,
  records: readonly PublisherRecord[],
  claims: Claims,
  context: MatchingContext,
): PublisherRecord {
  const issuer = textClaim(claims, 'iss');
  const canonical = canonicalIssuerOf(service);
  // Only GitLab's lookup looks at the issuer, so elsewhere another issuer could pose as the canonical one.
  if (issuer !== canonical && service !== 'gitlab') {
    throw new InvalidPublisher(`JWT issuer ${pythonRepr(issuer)} does not match expected issuer ${pythonRepr(canonical)}`);
  }
  switch (service) {
    case 'github':
      return matchGitHub(records.filter((record) => record.kind === 'GitHub'), claims, context);
    case 'gitlab':
      return matchGitLab(records.filter((record) => record.kind === 'GitLab'), claims, context);
    case 'google':
      return matchGoogle(records.filter((record) => record.kind === 'Google'), claims);
    case 'activestate':
      return matchActiveState(records.filter((record) => record.kind === 'ActiveState'), claims);
  }
}
