import { PublisherError, type Publisher } from '@ropewalk/core';
import { parsePublisher } from './parse-publisher.ts';

/** What each kind calls its workflow, as the index names the member. */
const members: Readonly<Record<string, string>> = { GitHub: 'workflow', GitLab: 'workflow_filepath' };

/**
 * Narrows a publisher to one workflow.
 *
 * @param workflow - For GitHub the file name (`release.yml`), for GitLab the path of the pipeline file (`.gitlab-ci.yml`).
 * @throws {@link PublisherError} `PUBLISHER_MALFORMED` when this kind has no workflows (Google), or `workflow` is not one.
 */
export function withWorkflow(publisher: Publisher, workflow: string): Publisher {
  const member = members[publisher.kind];
  if (member !== undefined && workflow !== '') return parsePublisher({ ...publisher, [member]: workflow });
  throw new PublisherError({
    code: 'PUBLISHER_MALFORMED',
    message: member === undefined ? `A publisher of kind ${publisher.kind} has no workflow.` : 'The workflow is empty.',
    remedy: member === undefined ? 'Leave the workflow out: the account alone is the publisher.' : 'Name the workflow file, or leave it out.',
  });
}
