import type { IndexClient } from './index-client.ts';
import type { IndexProject } from './index-project.ts';

/** What an index lists of one file. */
export interface ListedFile {
  /** `undefined` when the index does not say. */
  readonly sha256: string | undefined;
  /** `undefined` when the index speaks a version of the simple API that knows no attestations. */
  readonly hasProvenance: boolean | undefined;
}

/**
 * Looks files up by name, reading each project's page once.
 *
 * @param fresh - Read the page again, because something may have changed. Default false.
 */
export type FileLookup = (
  file: { readonly project: string; readonly filename: string },
  options?: { readonly fresh?: boolean; readonly signal?: AbortSignal },
) => Promise<ListedFile | undefined>;

/** Makes a lookup that remembers pages, for as long as one release takes. A page that cannot be read is not remembered. */
export function createFileLookup(client: IndexClient): FileLookup {
  const pages = new Map<string, Promise<IndexProject | undefined>>();
  const pageOf = (project: string, isFresh: boolean, signal: AbortSignal | undefined): Promise<IndexProject | undefined> => {
    const known = isFresh ? undefined : pages.get(project);
    if (known !== undefined) return known;
    const page = client.project(project, signal === undefined ? {} : { signal });
    pages.set(project, page);
    page.catch(() => {
      if (pages.get(project) === page) pages.delete(project);
    });
    return page;
  };
  return async ({ project, filename }, options) => {
    const page = await pageOf(project, options?.fresh ?? false, options?.signal);
    const file = page?.files.find((candidate) => candidate.filename === filename);
    if (page === undefined || file === undefined) return undefined;
    return { sha256: file.sha256, hasProvenance: file.provenanceUrl === undefined && !knowsProvenance(page) ? undefined : file.provenanceUrl !== undefined };
  };
}

// PEP 740's key came with version 1.3.
function knowsProvenance({ apiVersion }: IndexProject): boolean {
  return apiVersion !== undefined && Number(apiVersion.split('.')[1]) >= 3;
}
