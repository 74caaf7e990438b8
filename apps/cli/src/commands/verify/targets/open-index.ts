import { createHttpClient } from '@ropewalk/http';
import { createIndexClient, type IndexClient, type IndexProject } from '@ropewalk/index-client';
import { normalizeName } from '@ropewalk/packaging';

/** An index, its pages read once each. */
export interface OpenIndex {
  readonly url: URL;
  readonly client: IndexClient;
  /** Ends whatever is asked of it. */
  readonly signal: AbortSignal;
  /** A project's page; `undefined` when the index does not have the project. */
  page(project: string): Promise<IndexProject | undefined>;
}

const opened = new Map<string, OpenIndex>();

/** Opens an index. Nothing is asked of it yet. The signal is that of the process. */
export function openIndex(url: URL, signal: AbortSignal): OpenIndex {
  const known = opened.get(url.href);
  if (known !== undefined) return known;
  const client = createIndexClient({ http: createHttpClient(), simpleUrl: url });
  const pages = new Map<string, Promise<IndexProject | undefined>>();
  const index: OpenIndex = {
    url,
    client,
    signal,
    page(project) {
      const page = pages.get(project) ?? client.project(project, { signal });
      pages.set(project, page);
      return page;
    },
  };
  opened.set(url.href, index);
  return index;
}

/** Where a project's page is, for people. */
export function pagePlace({ host, pathname }: URL, project: string): string {
  return `${host}${pathname.replace(/\/?$/, '/')}${normalizeName(project)}/`;
}
