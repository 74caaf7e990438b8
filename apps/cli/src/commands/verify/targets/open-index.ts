import { createIndexClient, type IndexClient, type IndexProject } from '@ropewalk/index-client';
import { normalizeName } from '@ropewalk/packaging';
import { authoritiesOf, openHttpClient } from '../../../delivery/http-clients.ts';
import { indexLogins } from '../../../reading/index-logins.ts';

/** An index, its pages read once each. */
export interface OpenIndex {
  readonly url: URL;
  readonly client: IndexClient;
  /** Ends whatever is asked of it. */
  readonly signal: AbortSignal;
  /** A project's page; `undefined` when the index does not have the project. */
  page(project: string): Promise<IndexProject | undefined>;
}

const opened = new Map<string, Promise<OpenIndex>>();

/**
 * Opens an index. Nothing is asked of it yet. The signal is that of the process.
 *
 * @throws `CommandError` `CONFIGURATION_CERTIFICATE`
 */
export function openIndex(url: URL, signal: AbortSignal): Promise<OpenIndex> {
  const index = opened.get(url.href) ?? open(url, signal);
  opened.set(url.href, index);
  return index;
}

async function open(url: URL, signal: AbortSignal): Promise<OpenIndex> {
  const http = await openHttpClient({ authorities: await authoritiesOf(process.env), client: undefined });
  const client = createIndexClient({ http, simpleUrl: url, logins: indexLogins({ address: url }) });
  const pages = new Map<string, Promise<IndexProject | undefined>>();
  return {
    url,
    client,
    signal,
    page(project) {
      const page = pages.get(project) ?? client.project(project, { signal });
      pages.set(project, page);
      return page;
    },
  };
}

/** Where a project's page is, for people. */
export function pagePlace({ host, pathname }: URL, project: string): string {
  return `${host}${pathname.replace(/\/?$/, '/')}${normalizeName(project)}/`;
}
