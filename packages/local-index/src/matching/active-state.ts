import { checkRequired, InvalidPublisher, notFound, requireClaims, textClaim, type Claims } from './claims.ts';
import type { ActiveStateRecord } from './publisher-record.ts';

/**
 * Finds the publisher an ActiveState token belongs to: by organisation, project and actor.
 *
 * @throws {InvalidPublisher}
 */
export function matchActiveState(records: readonly ActiveStateRecord[], claims: Claims): ActiveStateRecord {
  requireClaims(claims, ['sub', 'organization', 'project', 'actor_id', 'builder']);
  const record = records.find(
    (candidate) =>
      candidate.organization === claims['organization'] &&
      candidate.project === claims['project'] &&
      candidate.actorId === claims['actor_id'],
  );
  if (record === undefined) throw notFound();
  checkSubject(`org:${record.organization}:project:${record.project}`, textClaim(claims, 'sub'));
  checkRequired('builder', claims['builder'] === 'pypi-publisher');
  return record;
}

function checkSubject(expected: string, subject: string): void {
  if (subject === '') throw new InvalidPublisher("Missing 'subject' claim");
  const parts = subject.split(':');
  if (parts.length < 4) throw new InvalidPublisher("Invalid 'subject' claim. Wrong format");
  if (parts.slice(0, 4).join(':') !== expected) throw new InvalidPublisher("Invalid 'subject' claim");
}
