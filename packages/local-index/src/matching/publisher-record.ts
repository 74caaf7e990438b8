import { randomUUID } from 'node:crypto';

/** A trusted publisher as the index keeps it. One record serves all projects it was registered for. */
export type PublisherRecord = GitHubRecord | GitLabRecord | GoogleRecord | ActiveStateRecord;

/** A GitHub Actions workflow. */
export interface GitHubRecord {
  readonly kind: 'GitHub';
  readonly id: string;
  readonly owner: string;
  readonly repositoryName: string;
  /** `undefined`: any, as PyPI looks the id up when a publisher is registered and this index cannot. */
  readonly ownerId: string | undefined;
  readonly workflow: string;
  /** Lower case; empty: any. */
  readonly environment: string;
}

/** A GitLab pipeline. */
export interface GitLabRecord {
  readonly kind: 'GitLab';
  readonly id: string;
  /** Group and subgroups. */
  readonly namespace: string;
  readonly project: string;
  readonly workflowFilepath: string;
  /** Empty: any. */
  readonly environment: string;
  readonly issuerUrl: string;
}

/** A Google service account. */
export interface GoogleRecord {
  readonly kind: 'Google';
  readonly id: string;
  readonly email: string;
  /** Empty: any. */
  readonly sub: string;
}

/** An ActiveState project. */
export interface ActiveStateRecord {
  readonly kind: 'ActiveState';
  readonly id: string;
  readonly organization: string;
  readonly project: string;
  readonly actorId: string;
}

/**
 * Reads a publisher as an index writes it in a provenance, with the members that only registering knows:
 * `repository_owner_id` (GitHub), `issuer_url` (GitLab), `sub` (Google), and ActiveState's
 * `organization`, `project` and `actor_id`.
 *
 * @throws {TypeError} when it is not complete: an index registers no publisher without its workflow.
 */
export function parsePublisherRecord(publisher: object): PublisherRecord {
  const read = memberReader(publisher);
  const id = randomUUID();
  const kind = read('kind');
  switch (kind) {
    case 'GitHub': {
      const [owner = '', repositoryName = '', ...rest] = read('repository').split('/');
      if (owner === '' || repositoryName === '' || rest.length > 0) throw new TypeError('A GitHub publisher needs `repository`: OWNER/NAME.');
      const environment = (read('environment', '') ?? '').toLowerCase();
      return { kind, id, owner, repositoryName, ownerId: read('repository_owner_id', undefined), workflow: read('workflow'), environment };
    }
    case 'GitLab': {
      const [, namespace = '', project = ''] = /^(.+)\/([^/]+)$/.exec(read('repository')) ?? [];
      if (project === '') throw new TypeError('A GitLab publisher needs `repository`: GROUP/PROJECT.');
      const issuerUrl = read('issuer_url', 'https://gitlab.com') ?? '';
      const environment = read('environment', '') ?? '';
      return { kind, id, namespace, project, workflowFilepath: read('workflow_filepath'), environment, issuerUrl };
    }
    case 'Google':
      return { kind, id, email: read('email'), sub: read('sub', '') ?? '' };
    case 'ActiveState':
      return { kind, id, organization: read('organization'), project: read('project'), actorId: read('actor_id') };
    default:
      throw new TypeError(`An index knows no publisher of the kind ${JSON.stringify(kind)}.`);
  }
}

/** The publisher as the index writes it into a provenance and as attestations are verified; `undefined`: none is possible. */
export function attestationIdentity(record: PublisherRecord): Readonly<Record<string, string | null>> | undefined {
  switch (record.kind) {
    case 'GitHub':
      return {
        environment: record.environment === '' ? null : record.environment,
        kind: record.kind,
        repository: `${record.owner}/${record.repositoryName}`,
        workflow: record.workflow,
      };
    case 'GitLab':
      return {
        environment: record.environment === '' ? null : record.environment,
        kind: record.kind,
        repository: `${record.namespace}/${record.project}`,
        workflow_filepath: record.workflowFilepath,
      };
    case 'Google':
      return { email: record.email, kind: record.kind };
    case 'ActiveState':
      return undefined;
  }
}

/** Tells whether two records describe one publisher: then a token of it serves the projects of both. */
export function isSamePublisher(a: PublisherRecord, b: PublisherRecord): boolean {
  return publisherKey(a) === publisherKey(b);
}

/** PyPI's uniqueness: the owner's id does not count. */
function publisherKey(record: PublisherRecord): string {
  const { id: _, ...rest } = record;
  return JSON.stringify(rest.kind === 'GitHub' ? { ...rest, ownerId: undefined } : rest);
}

interface MemberReader {
  (name: string): string;
  (name: string, fallback: string | undefined): string | undefined;
}

function memberReader(publisher: object): MemberReader {
  const members: Readonly<Record<string, unknown>> = { ...publisher };
  function read(name: string): string;
  function read(name: string, fallback: string | undefined): string | undefined;
  function read(name: string, ...fallback: readonly (string | undefined)[]): string | undefined {
    const value = members[name];
    if (typeof value === 'string' && value !== '') return value;
    if (fallback.length > 0 && (value === undefined || value === null || value === '')) return fallback[0];
    throw new TypeError(`A ${String(members['kind'])} publisher needs \`${name}\`.`);
  }
  return read;
}
