import { isCodedError, type CodedError } from '@ropewalk/core';
import { wellKnownIndexOf } from '@ropewalk/credentials';
import { createFileLookup, createIndexClient, discoverSimpleUrl, type FileLookup, type IndexClient, type IndexProject } from '@ropewalk/index-client';
import { existenceOf, type Existence, type LookUpFile } from '@ropewalk/uploader';
import type { ReleaseItem } from './read-release.ts';
import type { Standing } from './standing.ts';

/** What an index has of a release before anything is sent. */
export type ExistingRelease =
  | {
      readonly isKnown: true;
      readonly client: IndexClient;
      readonly lookUp: LookUpFile;
      /** A project as it was when the index was asked; `undefined` when it does not have it. */
      readonly projectPage: (name: string) => Promise<IndexProject | undefined>;
      /** In the order of the release; `unknown` for files of the unreadable projects. */
      readonly existences: readonly Existence[];
      /** Projects whose page could not be read; at least one other could. */
      readonly unreadable: ReadonlyMap<string, CodedError>;
    }
  /** Its simple API is unknown or cannot be read: then nothing is compared beforehand and nothing awaited afterwards. */
  | { readonly isKnown: false; readonly reason: string };

/** How an index is asked. */
export interface ExistingOptions {
  /** Whether it will be waited for afterwards: then it has to be sure that it has a simple API at all. */
  readonly isAwaited: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Asks an index, by its simple API, which files of a release it has, and compares them by sha256. */
export async function findExisting(items: readonly ReleaseItem[], standing: Standing, { isAwaited, signal }: ExistingOptions): Promise<ExistingRelease> {
  const { repositoryUrl, http } = standing.destination;
  const request = signal === undefined ? {} : { signal };
  try {
    const simpleUrl = standing.destination.simpleUrl ?? (await discoverSimpleUrl(repositoryUrl, { http, ...request, ...readingRight(standing, repositoryUrl) }));
    if (simpleUrl === undefined) return { isKnown: false, reason: `${repositoryUrl.host} shows no simple API` };
    const client = createIndexClient({ http, simpleUrl, ...readingRight(standing, simpleUrl) });
    const pages = new Map<string, IndexProject | undefined>();
    const unreadable = new Map<string, CodedError>();
    const lookUp = withoutUnreadable(createFileLookup({ ...client, project: async (name, options) => remember(pages, name, await client.project(name, options)) }), unreadable);
    const existences: Existence[] = [];
    for (const { distribution } of items) {
      existences.push(await existenceIn(lookUp, distribution, { unreadable, signal }));
    }
    const [first] = unreadable.values();
    if (first !== undefined && existences.every(({ type }) => type === 'unknown')) throw first;
    const isGuess = isAwaited && standing.destination.simpleUrl === undefined && wellKnownIndexOf(repositoryUrl) === undefined;
    if (isGuess && existences.every(({ type }) => type === 'absent') && (await isNowhere(client.simpleUrl, standing, signal))) {
      return { isKnown: false, reason: `${client.simpleUrl.host} shows no simple API` };
    }
    const projectPage = async (name: string): Promise<IndexProject | undefined> => (pages.has(name) ? pages.get(name) : client.project(name, request));
    return { isKnown: true, client, lookUp, projectPage, existences, unreadable };
  } catch (error) {
    if (!isCodedError(error) || signal?.aborted === true) throw error;
    return { isKnown: false, reason: reasonOf(error) };
  }
}

/** A {@link FileLookup} whose caller always says whether what was read earlier will do. */
type Ask = (file: Parameters<FileLookup>[0], options: Parameters<LookUpFile>[1]) => ReturnType<FileLookup>;

async function existenceIn(
  lookUp: Ask,
  distribution: ReleaseItem['distribution'],
  { unreadable, signal }: { readonly unreadable: Map<string, CodedError>; readonly signal: AbortSignal | undefined },
): Promise<Existence> {
  const project = distribution.parsed?.name ?? '';
  try {
    return existenceOf(distribution, await lookUp({ filename: distribution.filename, project }, { fresh: false, ...(signal === undefined ? {} : { signal }) }));
  } catch (error) {
    if (!isCodedError(error) || signal?.aborted === true) throw error;
    unreadable.set(project, error);
    return { type: 'unknown', error };
  }
}

/** A page that could not be read is asked for again only where it matters: after something was sent. */
function withoutUnreadable(lookUp: FileLookup, unreadable: ReadonlyMap<string, CodedError>): Ask {
  return async (file, options) => {
    const error = options.fresh ? undefined : unreadable.get(file.project);
    if (error !== undefined) throw error;
    return lookUp(file, options);
  };
}

function remember(pages: Map<string, IndexProject | undefined>, name: string, page: IndexProject | undefined): IndexProject | undefined {
  pages.set(name, page);
  return page;
}

/** A project that is not there and a simple API that is not there answer alike; the root of the simple API tells them apart. */
async function isNowhere(simpleUrl: URL, standing: Standing, signal: AbortSignal | undefined): Promise<boolean> {
  const { authorization } = readingRight(standing, simpleUrl);
  const response = await standing.destination.http.stream({
    url: simpleUrl,
    headers: {
      accept: 'application/vnd.pypi.simple.v1+json, text/html;q=0.1',
      ...(authorization === undefined ? {} : { authorization: await authorization(simpleUrl) }),
    },
    retries: 0,
    ...(signal === undefined ? {} : { signal }),
  });
  // The list of all projects can be long, and its status says enough.
  for await (const _chunk of response.chunks) break;
  return response.status === 404 || response.status === 410;
}

/** An index that is not public is read with the credential that uploads, on its own origin only. PyPI's needs none. */
function readingRight({ credential, destination }: Standing, simpleUrl: URL): { readonly authorization?: (url: URL) => Promise<string> } {
  if (credential === undefined || credential.kind === 'minted' || simpleUrl.origin !== destination.repositoryUrl.origin) return {};
  if (wellKnownIndexOf(destination.repositoryUrl) !== undefined) return {};
  return { authorization: (url) => credential.authorization(url) };
}

function reasonOf(error: CodedError): string {
  return error.message.replace(/\.$/, '');
}
