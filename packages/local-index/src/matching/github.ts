import { pythonListRepr, pythonRepr } from '../answers/python-repr.ts';
import {
  checkOptional,
  checkRequired,
  checkUnused,
  InvalidPublisher,
  mostSpecific,
  notFound,
  requireClaims,
  textClaim,
  type Claims,
  type MatchingContext,
} from './claims.ts';
import type { GitHubRecord } from './publisher-record.ts';

const requiredClaims = [
  'repository',
  'repository_owner',
  'repository_owner_id',
  'job_workflow_ref',
  'jti',
  'event_name',
  'ref',
  'sha',
] as const;

/**
 * Finds the publisher a GitHub token belongs to: an exact lookup by owner, owner id, repository and the workflow
 * file of `job_workflow_ref`, then claim by claim.
 *
 * @throws {InvalidPublisher | ReusedToken}
 */
export function matchGitHub(records: readonly GitHubRecord[], claims: Claims, context: MatchingContext): GitHubRecord {
  requireClaims(claims, requiredClaims);
  const record = lookUp(records, claims);
  const repository = `${record.owner}/${record.repositoryName}`;
  checkRequired('repository', textClaim(claims, 'repository').toLowerCase() === repository.toLowerCase());
  checkRequired('repository_owner', claims['repository_owner'] === record.owner);
  checkRequired('repository_owner_id', record.ownerId === undefined || claims['repository_owner_id'] === record.ownerId);
  checkJobWorkflowRef(`${repository}/.github/workflows/${record.workflow}`, claims);
  checkUnused(claims, context);
  if (claims['event_name'] === 'pull_request_target') {
    throw new InvalidPublisher("Publishing from a workflow invoked via 'pull_request_target' is not supported.");
  }
  const environment = textClaim(claims, 'environment').toLowerCase();
  checkOptional('environment', record.environment === '' || record.environment === environment);
  return record;
}

function lookUp(records: readonly GitHubRecord[], claims: Claims): GitHubRecord {
  const [, owner = '', name = ''] = /^([^/]*)\/(.*)$/s.exec(textClaim(claims, 'repository')) ?? [];
  // The first path component that ends in `.yml` or `.yaml` right before an `@`; file names may hold `@` themselves.
  const workflow = /[^/]+\.(?:yml|yaml)(?=@)/.exec(textClaim(claims, 'job_workflow_ref'))?.[0];
  if (workflow === undefined) throw new InvalidPublisher('Could not job extract workflow filename from OIDC claims');
  const candidates = records.filter(
    (record) =>
      record.owner === owner &&
      record.repositoryName === name &&
      record.workflow === workflow &&
      (record.ownerId === undefined || record.ownerId === claims['repository_owner_id']),
  );
  const environment = textClaim(claims, 'environment').toLowerCase();
  const record = mostSpecific(candidates, (candidate) => candidate.environment, environment);
  if (record === undefined) throw notFound();
  return record;
}

function checkJobWorkflowRef(expectedStart: string, claims: Claims): void {
  const actual = textClaim(claims, 'job_workflow_ref');
  if (actual === '') throw new InvalidPublisher('The job_workflow_ref claim is empty');
  const refs = [textClaim(claims, 'ref'), textClaim(claims, 'sha')].filter((ref) => ref !== '');
  if (refs.length === 0) throw new InvalidPublisher('The ref and sha claims are empty');
  const expected = [...new Set(refs)].map((ref) => `${expectedStart}@${ref}`).sort();
  if (expected.includes(actual)) return;
  throw new InvalidPublisher(
    `The job_workflow_ref claim does not match, expecting one of ${pythonListRepr(expected)}, got ${pythonRepr(actual)}`,
  );
}
