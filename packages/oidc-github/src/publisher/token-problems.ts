import type { TokenClaims, TokenProblem } from '@ropewalk/core';
import { textOf } from './looked-up-values.ts';

/** Finds what PyPI refuses of a GitHub token whatever publisher is registered. */
export function tokenProblems({ claims }: TokenClaims): readonly TokenProblem[] {
  return [...eventProblems(claims), ...sourceProblems(claims), ...reusableWorkflowProblems(claims)];
}

function eventProblems(claims: TokenClaims['claims']): readonly TokenProblem[] {
  if (claims['event_name'] !== 'pull_request_target') return [];
  return [
    {
      code: 'EVENT_PULL_REQUEST_TARGET',
      affects: 'upload',
      message: 'The run was started by `pull_request_target`, from which PyPI accepts no release.',
      remedy: 'Publish from another event, such as `release`, or `push` of a tag.',
    },
  ];
}

function sourceProblems(claims: TokenClaims['claims']): readonly TokenProblem[] {
  if (textOf(claims['ref']) !== undefined || textOf(claims['sha']) !== undefined) return [];
  return [
    {
      code: 'SOURCE_MISSING',
      affects: 'upload',
      message: 'The token names neither a ref nor a commit.',
      remedy: 'Start the run with an event that belongs to a commit, such as `push` of a tag.',
    },
  ];
}

/**
 * PyPI gives upload tokens to the called workflow (`job_workflow_ref`) and accepts attestations of the calling one
 * (`workflow_ref`): when they differ, no publisher satisfies both.
 */
function reusableWorkflowProblems(claims: TokenClaims['claims']): readonly TokenProblem[] {
  const [calling, called] = [pathOf(claims['workflow_ref']), pathOf(claims['job_workflow_ref'])];
  if (calling === undefined || called === undefined || calling === called) return [];
  const isOwn = called.startsWith(`${textOf(claims['repository']) ?? ''}/.github/workflows/`);
  return [
    {
      code: 'WORKFLOW_REUSABLE',
      affects: isOwn ? 'attestations' : 'upload',
      message: isOwn
        ? `The job runs in the reusable workflow ${called}, called by ${calling}: PyPI hands out upload tokens to the first and accepts attestations of the second only.`
        : `The job runs in the reusable workflow ${called} of another repository, to which PyPI hands out no upload token.`,
      remedy: isOwn
        ? 'Put the publishing job into the workflow that starts the run, and register that file as publisher. Without attestations it works as it is.'
        : 'Put the publishing job into a workflow file of the repository itself, and register that file as publisher.',
    },
  ];
}

function pathOf(reference: unknown): string | undefined {
  return textOf(reference)?.split('@')[0];
}
