import { createHttpClient } from '@ropewalk/http';
import { createIndexClient, type IndexClient, type IndexProject } from '@ropewalk/index-client';

/** An index, its pages read once each. */
export interface OpenIndex {
  readonly url: URL;
  readonly client: IndexClient;
  /** A project's page; `undefined` when the index does not have the project. */
  page(project: string): Promise<IndexProject | undefined>;
}

const opened = new Map<string, OpenIndex>();

/** Opens an index. Nothing is asked of it yet. */
export function openIndex(url: URL): OpenIndex {
  const known = opened.get(url.href);
  if (known !== undefined) return known;
  const client = createIndexClient({ http: createHttpClient(), simpleUrl: url });
  const pages = new Map<string, Promise<IndexProject | undefined>>();
  const index: OpenIndex = {
    url,
    client,
    page(project) {
      const page = pages.get(project) ?? client.project(project);
      pages.set(project, page);
      return page;
    },
  };
  opened.set(url.href, index);
  return index;
}
