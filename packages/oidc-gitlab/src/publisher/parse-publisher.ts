import { PublisherError } from '@ropewalk/core';
import type { GitLabPublisher } from './publisher.ts';

const prefix = 'gitlab:';

/** Reads `gitlab:GROUP/…/PROJECT` or the publisher object of a provenance; unknown members are left out. */
export function parsePublisher(input: unknown): GitLabPublisher {
  if (typeof input === 'string') return { kind: 'GitLab', repository: parseRepository(withoutPrefix(input)) };
  if (typeof input !== 'object' || input === null || !('kind' in input) || input.kind !== 'GitLab') {
    throw new PublisherError({
      code: 'PUBLISHER_KIND_UNKNOWN',
      message: 'This is not a publisher of kind GitLab.',
      remedy: 'Write it as gitlab:GROUP/PROJECT.',
    });
  }
  const { repository, workflow_filepath: workflow, environment } = input as { repository?: unknown; workflow_filepath?: unknown; environment?: unknown };
  return {
    kind: 'GitLab',
    repository: parseRepository(repository),
    ...(isAbsent(workflow) ? {} : { workflow_filepath: parseWorkflow(workflow) }),
    ...(isAbsent(environment) ? {} : { environment: parseEnvironment(environment) }),
  };
}

/** Writes `gitlab:GROUP/…/PROJECT`, which is what a flag can hold of a publisher. */
export function formatPublisher(publisher: GitLabPublisher): string {
  return `${prefix}${publisher.repository}`;
}

/** Tells whether `text` is `group/…/project` as GitLab allows it. */
export function isRepository(text: string): boolean {
  const parts = text.split('/');
  return parts.length >= 2 && text.length <= 1024 && parts.every(isPathPart);
}

/** Characters of refs, patterns and quoting, and every blank but the plain space. */
const forbidden = /[\p{C}@\\*?[\]{}|^$"'<>#]|[^\S ]/u;

/** Tells whether `text` can be the path of a pipeline file. Characters of patterns are refused: paths are compared exactly. */
export function isWorkflowPath(text: string): boolean {
  if (text.length > 255 || forbidden.test(text) || !/\.ya?ml$/.test(text)) return false;
  return text.split('/').every((part) => !['', '.', '..'].includes(part) && part.trim() === part);
}

function isPathPart(part: string): boolean {
  return /^[A-Za-z0-9_.][A-Za-z0-9_.-]{0,254}$/.test(part) && !/^\.{1,2}$|\.$|\.(?:git|atom)$/i.test(part);
}

function withoutPrefix(text: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function parseRepository(value: unknown): string {
  if (typeof value === 'string' && isRepository(value)) return value;
  throw malformed(`${quoted(value)} is not the path of a GitLab project.`, repositoryRemedy(value));
}

function repositoryRemedy(value: unknown): string {
  const repaired = typeof value === 'string' ? value.replace(/^https:\/\/gitlab\.com\//i, '').replace(/\/+$|\.git\/*$/i, '') : '';
  if (isRepository(repaired)) return `Write ${prefix}${repaired}.`;
  return 'Write it as gitlab:GROUP/PROJECT, with every subgroup, exactly as it stands in the address of the project.';
}

function parseWorkflow(value: unknown): string {
  if (typeof value === 'string' && isWorkflowPath(value)) return value;
  throw malformed(
    `${quoted(value)} is not the path of a GitLab pipeline file.`,
    'Give the path from the root of the project, such as .gitlab-ci.yml: no leading slash, no ref, no pattern.',
  );
}

function parseEnvironment(value: unknown): string {
  if (typeof value === 'string' && value.length <= 255 && !/\p{C}/u.test(value)) return value;
  throw malformed(`${quoted(value)} is not the name of a GitLab environment.`, 'Give the name as the job has it, in the same upper and lower case.');
}

function malformed(message: string, remedy: string): PublisherError {
  return new PublisherError({ code: 'PUBLISHER_MALFORMED', message, remedy });
}

/** The value for a message: short, and with nothing in it that a terminal would act on. */
function quoted(value: unknown): string {
  if (typeof value !== 'string') return value === undefined ? 'Nothing' : `A value of type ${typeof value}`;
  return JSON.stringify(value.slice(0, 120).replaceAll(/\p{C}/gu, '\u{FFFD}'));
}
