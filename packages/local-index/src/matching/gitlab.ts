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
import type { GitLabRecord } from './publisher-record.ts';

const requiredClaims = ['sub', 'project_path', 'ci_config_ref_uri', 'jti', 'ref_path', 'sha'] as const;

/**
 * Finds the publisher a GitLab token belongs to: by issuer, project path (any case) and the file of
 * `ci_config_ref_uri` (exact), then claim by claim.
 *
 * @throws {InvalidPublisher | ReusedToken}
 */
export function matchGitLab(records: readonly GitLabRecord[], claims: Claims, context: MatchingContext): GitLabRecord {
  requireClaims(claims, requiredClaims);
  const record = lookUp(records, claims);
  const projectPath = `${record.namespace}/${record.project}`;
  checkRequired('sub', isSubjectOf(projectPath, textClaim(claims, 'sub')));
  checkRequired('project_path', textClaim(claims, 'project_path').toLowerCase() === projectPath.toLowerCase());
  checkConfigUri(`${record.issuerUrl.replace(/^https:\/\//, '')}/${projectPath}//${record.workflowFilepath}`, claims);
  checkUnused(claims, context);
  checkOptional('environment', record.environment === '' || record.environment === claims['environment']);
  return record;
}

function lookUp(records: readonly GitLabRecord[], claims: Claims): GitLabRecord {
  const projectPath = textClaim(claims, 'project_path').toLowerCase();
  const workflow = /(?<=\/\/).*[^/]\.(?:yml|yaml)(?=@)/.exec(textClaim(claims, 'ci_config_ref_uri'))?.[0];
  if (workflow === undefined) throw new InvalidPublisher('Could not extract workflow filename from OIDC claims');
  const candidates = records.filter(
    (record) =>
      `${record.namespace}/${record.project}`.toLowerCase() === projectPath &&
      record.workflowFilepath === workflow &&
      record.issuerUrl === claims['iss'],
  );
  const record = mostSpecific(candidates, (candidate) => candidate.environment, textClaim(claims, 'environment'));
  if (record === undefined) throw notFound();
  return record;
}

/** `project_path:GROUP/PROJECT`, then whatever describes the job. */
function isSubjectOf(projectPath: string, subject: string): boolean {
  const [kind = '', path = ''] = subject.split(':');
  return `${kind}:${path}`.toLowerCase() === `project_path:${projectPath}`.toLowerCase();
}

function checkConfigUri(expectedStart: string, claims: Claims): void {
  const actual = textClaim(claims, 'ci_config_ref_uri');
  if (actual === '') throw new InvalidPublisher('The ci_config_ref_uri claim is empty');
  const refs = [textClaim(claims, 'ref_path'), textClaim(claims, 'sha')];
  if (refs.includes('')) throw new InvalidPublisher('The ref_path and sha claims are empty');
  const expected = [...new Set(refs)].map((ref) => `${expectedStart}@${ref}`).sort();
  if (expected.includes(actual)) return;
  throw new InvalidPublisher(
    `The ci_config_ref_uri claim does not match, expecting one of ${pythonListRepr(expected)}, got ${pythonRepr(actual)}`,
  );
}
