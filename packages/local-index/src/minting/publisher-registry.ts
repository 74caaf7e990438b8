import { isSamePublisher, parsePublisherRecord, type PublisherRecord } from '../matching/publisher-record.ts';
import type { Store } from '../store/store.ts';

/** A trusted publisher and the project it may upload to. */
export interface PublisherRegistration {
  readonly project: string;
  /** As an index writes it: `{ kind: 'GitHub', repository, workflow, environment? }` and so on. */
  readonly publisher: object;
  /** The project does not exist yet; the first exchange creates it. Default `false`. */
  readonly pending?: boolean;
}

/** A publisher that waits for its first exchange. */
export interface PendingPublisher {
  readonly projectName: string;
  readonly registeredAt: Date;
  readonly record: PublisherRecord;
}

/** The trusted publishers of the index. */
export interface PublisherRegistry {
  /** @throws {TypeError} for a publisher that is not complete. */
  register(registration: PublisherRegistration): void;
  records(): readonly PublisherRecord[];
  /** Those registered within the last 30 days. */
  pending(): readonly PendingPublisher[];
  dropPending(publisher: PendingPublisher): void;
  /** Makes the pending publisher a real one of this new project. */
  reify(publisher: PendingPublisher): void;
  /** All projects a publisher may upload to. */
  projectsOf(record: PublisherRecord): readonly { readonly id: string; readonly name: string }[];
}

const pendingLifetimeMs = 30 * 24 * 60 * 60 * 1000;

/** Makes an empty registry; projects of registered publishers are created in `store`. */
export function createPublisherRegistry(store: Store, now: () => Date): PublisherRegistry {
  const records: PublisherRecord[] = [];
  let pending: readonly PendingPublisher[] = [];

  function attach(projectName: string, record: PublisherRecord): void {
    const existing = records.find((candidate) => isSamePublisher(candidate, record));
    if (existing === undefined) records.push(record);
    const project = store.project(projectName) ?? store.createProject(projectName);
    project.publishers.add(existing ?? record);
  }

  function dropPending(publisher: PendingPublisher): void {
    pending = pending.filter((candidate) => candidate !== publisher);
  }

  return {
    register({ project, publisher, pending: isPending = false }) {
      const record = parsePublisherRecord(publisher);
      if (isPending) pending = [...pending, { projectName: project, record, registeredAt: now() }];
      else attach(project, record);
    },
    records: () => records,
    pending: () => pending.filter((publisher) => now().getTime() - publisher.registeredAt.getTime() < pendingLifetimeMs),
    dropPending,
    reify(publisher) {
      dropPending(publisher);
      attach(publisher.projectName, publisher.record);
    },
    projectsOf: (record) => [...store.projects.values()].filter((project) => project.publishers.has(record)),
  };
}
