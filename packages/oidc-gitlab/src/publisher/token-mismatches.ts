import { type Mismatch, spellingHint, type TokenClaims } from '@ropewalk/core';
import { textOf, workflowPathOf } from './looked-up-values.ts';
import { gitlabIssuer, type GitLabPublisher } from './publisher.ts';

/** Where a token differs from a publisher, compared as the index does when it hands out an upload token. */
export function tokenMismatches(expected: GitLabPublisher, { issuer, claims }: TokenClaims): readonly Mismatch[] {
  return [
    ...mismatch('PUBLISHER_ISSUER', 'issuer', gitlabIssuer, issuer),
    ...mismatch('PUBLISHER_REPOSITORY', 'project', expected.repository, textOf(claims['project_path'])),
    ...mismatch('PUBLISHER_WORKFLOW', 'pipeline file', expected.workflow_filepath, workflowPathOf(claims['ci_config_ref_uri'])),
    // PyPI minds upper and lower case of a GitLab environment.
    ...mismatch('PUBLISHER_ENVIRONMENT', 'environment', expected.environment, textOf(claims['environment'])),
  ];
}

function mismatch(code: string, subject: string, expected: string | undefined, actual: string | undefined): readonly Mismatch[] {
  if (expected === undefined || expected === actual) return [];
  const hint = spellingHint(expected, actual);
  return [{ code, subject, expected, actual, ...(hint === undefined ? {} : { hint }) }];
}
