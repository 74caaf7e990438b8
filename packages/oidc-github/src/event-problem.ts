import { readFile } from 'node:fs/promises';
import { IdentityError } from '@ropewalk/core';

/** Why the event that started this run makes its identity useless for a release; `undefined` when it does not. */
export async function eventProblem(env: Readonly<Record<string, string | undefined>>): Promise<IdentityError | undefined> {
  const event = env['GITHUB_EVENT_NAME'];
  if (event === 'pull_request_target') {
    return new IdentityError({
      code: 'IDENTITY_UNUSABLE',
      message: 'This run was started by `pull_request_target`, from which PyPI accepts no release.',
      remedy: 'Publish from another event, such as `release`, or `push` of a tag.',
    });
  }
  if (event === 'pull_request' && (await comesFromFork(env['GITHUB_EVENT_PATH']))) {
    return new IdentityError({
      code: 'IDENTITY_UNUSABLE',
      message: 'This run was started by a pull request from a fork, which GitHub gives no identity token.',
      remedy: 'Publish from an event that a fork cannot start, such as `release`, or `push` of a tag.',
    });
  }
  return undefined;
}

async function comesFromFork(path: string | undefined): Promise<boolean> {
  if (!path) return false;
  try {
    const payload: unknown = JSON.parse(await readFile(path, 'utf8'));
    return member(member(member(member(payload, 'pull_request'), 'head'), 'repo'), 'fork') === true;
  } catch {
    // The payload only helps to explain; without it, the missing permission is reported instead.
    return false;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
