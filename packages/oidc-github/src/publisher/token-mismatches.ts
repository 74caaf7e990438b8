import { type Mismatch, spellingHint, type TokenClaims } from '@ropewalk/core';
import { textOf, workflowFileOf } from './looked-up-values.ts';
import { githubIssuer, type GitHubPublisher } from './publisher.ts';

/** Where a token differs from a publisher, compared as the index does when it hands out an upload token. */
export function tokenMismatches(expected: GitHubPublisher, { issuer, claims }: TokenClaims): readonly Mismatch[] {
  return [
    ...mismatch('PUBLISHER_ISSUER', 'issuer', githubIssuer, issuer),
    ...mismatch('PUBLISHER_REPOSITORY', 'repository', expected.repository, textOf(claims['repository'])),
    ...mismatch('PUBLISHER_WORKFLOW', 'workflow file', expected.workflow, workflowFileOf(claims['job_workflow_ref'])),
    ...environmentMismatches(expected.environment, textOf(claims['environment'])),
  ];
}

/** PyPI does not mind upper and lower case here. */
function environmentMismatches(expected: string | undefined, actual: string | undefined): readonly Mismatch[] {
  if (expected?.toLowerCase() === actual?.toLowerCase()) return [];
  return mismatch('PUBLISHER_ENVIRONMENT', 'environment', expected, actual);
}

function mismatch(code: string, subject: string, expected: string | undefined, actual: string | undefined): readonly Mismatch[] {
  if (expected === undefined || expected === actual) return [];
  const hint = spellingHint(expected, actual);
  return [{ code, subject, expected, actual, ...(hint === undefined ? {} : { hint }) }];
}
