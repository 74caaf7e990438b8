import type { HttpClient } from '@ropewalk/core';
import { parseProvenance, type Provenance } from '@ropewalk/pep740';
import { downloadFile, type DownloadOptions } from './download.ts';
import type { IndexFile, IndexProject } from './index-project.ts';
import { createLoginState, type LoginSource } from './login.ts';
import type { IndexReader } from './read-index.ts';
import { readProject } from './read-project.ts';
import { readProvenance } from './read-provenance.ts';

/** Which index, and how it is reached. */
export interface IndexClientOptions {
  readonly http: HttpClient;
  /** Of the simple API: `https://pypi.org/simple/`. */
  readonly simpleUrl: URL;
  /** The value of the `Authorization` header for indexes that are not public; sent to the origin of `simpleUrl` only. Default none. */
  readonly authorization?: (url: URL) => Promise<string>;
  /** Where the login of an index that is not public can be had, when it asks for one; sent to the same origin only. Default none. */
  readonly logins?: LoginSource;
}

/** Reads one package index. */
export interface IndexClient {
  readonly simpleUrl: URL;
  /**
   * Reads a project's page; JSON is asked for, HTML understood.
   *
   * @returns `undefined` when the index does not have the project.
   * @throws `IndexError`, `HttpError`
   */
  project(name: string, options?: { readonly signal?: AbortSignal }): Promise<IndexProject | undefined>;
  /**
   * Reads a file's attestations.
   *
   * @returns `undefined` when the index has none for it.
   * @throws `IndexError`, `HttpError`, and what `parseProvenance` of `@ropewalk/pep740` throws.
   */
  provenance(file: IndexFile, options?: { readonly signal?: AbortSignal }): Promise<Provenance | undefined>;
  /** As `provenance`, but the text as it was sent, not parsed. */
  provenanceText(file: IndexFile, options?: { readonly signal?: AbortSignal }): Promise<string | undefined>;
  /**
   * Hands out a file's bytes while they arrive. They are good only when it ends without an error: the last thing it
   * does is compare them with the digest and size that the index lists.
   *
   * @throws `IndexError` `INDEX_FILE_DIFFERS` among others, `HttpError`
   */
  download(file: IndexFile, options?: DownloadOptions): AsyncIterable<Uint8Array>;
}

/** Creates a reader of one package index. It remembers nothing but the login. */
export function createIndexClient(options: IndexClientOptions): IndexClient {
  const simpleUrl = withSlash(options.simpleUrl);
  const reader: IndexReader = { http: options.http, simpleUrl, login: createLoginState(simpleUrl.origin, options) };
  return {
    simpleUrl,
    project: (name, request) => readProject(reader, name, request?.signal),
    async provenance(file, request) {
      const text = await readProvenance(reader, file, request?.signal);
      return text === undefined ? undefined : parseProvenance(text);
    },
    provenanceText: (file, request) => readProvenance(reader, file, request?.signal),
    download: (file, request) => downloadFile(reader, file, request),
  };
}

function withSlash(url: URL): URL {
  const copy = new URL(url.href);
  copy.username = '';
  copy.password = '';
  copy.hash = '';
  copy.search = '';
  if (!copy.pathname.endsWith('/')) copy.pathname += '/';
  return copy;
}
