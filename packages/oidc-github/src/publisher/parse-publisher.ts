import { PublisherError } from '@ropewalk/core';
import type { GitHubPublisher } from './publisher.ts';

const prefix = 'github:';

/** Reads `github:OWNER/REPO` or the publisher object of a provenance; unknown members are left out. */
export function parsePublisher(input: unknown): GitHubPublisher {
  if (typeof input === 'string') return { kind: 'GitHub', repository: parseRepository(withoutPrefix(input)) };
  if (typeof input !== 'object' || input === null || !('kind' in input) || input.kind !== 'GitHub') {
    throw new PublisherError({
      code: 'PUBLISHER_KIND_UNKNOWN',
      message: 'This is not a publisher of kind GitHub.',
      remedy: 'Write it as github:OWNER/REPO.',
    });
  }
  const { repository, workflow, environment } = input as { repository?: unknown; workflow?: unknown; environment?: unknown };
  return {
    kind: 'GitHub',
    repository: parseRepository(repository),
    ...(isAbsent(workflow) ? {} : { workflow: parseWorkflow(workflow) }),
    ...(isAbsent(environment) ? {} : { environment: parseEnvironment(environment) }),
  };
}

/** Writes `github:OWNER/REPO`, which is what a flag can hold of a publisher. */
export function formatPublisher(publisher: GitHubPublisher): string {
  return `${prefix}${publisher.repository}`;
}

/** Tells whether `text` is `owner/name` as GitHub allows it. */
export function isRepository(text: string): boolean {
  const [owner, name, ...rest] = text.split('/');
  if (owner === undefined || name === undefined || rest.length > 0) return false;
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,98}$/.test(owner) && /^[A-Za-z0-9._-]{1,100}$/.test(name) && !/^\.{1,2}$|\.git$/i.test(name);
}

/** Characters of paths, refs, patterns and quoting, and every blank but the plain space. */
const forbidden = /[\p{C}/@\\*?[\]{}|^$"'<>#]|[^\S ]/u;

/** Tells whether `text` can be the name of a workflow file. Characters of patterns are refused: names are compared exactly. */
export function isWorkflowFile(text: string): boolean {
  return text.length <= 255 && !forbidden.test(text) && /^\S.*\.ya?ml$/.test(text);
}

function withoutPrefix(text: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function parseRepository(value: unknown): string {
  if (typeof value === 'string' && isRepository(value)) return value;
  throw malformed(`${quoted(value)} is not a GitHub repository.`, repositoryRemedy(value));
}

function repositoryRemedy(value: unknown): string {
  const repaired = typeof value === 'string' ? value.replace(/^https:\/\/github\.com\//i, '').replace(/\/+$|\.git\/*$/i, '') : '';
  if (isRepository(repaired)) return `Write ${prefix}${repaired}.`;
  return 'Write it as github:OWNER/REPO, exactly as it stands in the address of the repository.';
}

function parseWorkflow(value: unknown): string {
  if (typeof value === 'string' && isWorkflowFile(value)) return value;
  throw malformed(
    `${quoted(value)} is not the name of a GitHub workflow file.`,
    'Give the file name alone, such as release.yml: no folder, no ref, no pattern.',
  );
}

function parseEnvironment(value: unknown): string {
  if (typeof value === 'string' && value.length <= 255 && !/\p{C}/u.test(value)) return value;
  throw malformed(`${quoted(value)} is not the name of a GitHub environment.`, 'Give the name as it stands in the settings of the repository.');
}

function malformed(message: string, remedy: string): PublisherError {
  return new PublisherError({ code: 'PUBLISHER_MALFORMED', message, remedy });
}

/** The value for a message: short, and with nothing in it that a terminal would act on. */
function quoted(value: unknown): string {
  if (typeof value !== 'string') return value === undefined ? 'Nothing' : `A value of type ${typeof value}`;
  return JSON.stringify(value.slice(0, 120).replaceAll(/\p{C}/gu, '\u{FFFD}'));
}
