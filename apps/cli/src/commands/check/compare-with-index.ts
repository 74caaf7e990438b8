import { isCodedError, type CodedError, type HttpClient } from '@ropewalk/core';
import type { InspectedDistribution } from '@ropewalk/distribution';
import type { IndexClient, IndexProject } from '@ropewalk/index-client';
import { checkOnline, type Finding } from '@ropewalk/preflight';
import type { IndexComparison, UnreadProject } from './check-report.ts';
import type { ChosenIndex } from './choose-index.ts';

/** What the index has to say to a release. */
export interface ComparedRelease {
  readonly comparison: IndexComparison;
  readonly findings: readonly Finding[];
}

/** A person waits for it, and it decides nothing by itself. */
const timeoutMs = 10_000;

/** Judges files against what the index has already. An index that cannot be asked is no finding. */
export async function compareWithIndex(distributions: readonly InspectedDistribution[], index: ChosenIndex, signal: AbortSignal): Promise<ComparedRelease> {
  const { authoritiesOf, openHttpClient } = await import('../../delivery/http-clients.ts');
  const http = await openHttpClient({ authorities: await authoritiesOf(process.env), client: undefined });
  try {
    const client = await openIndex(index, impatient(http), signal);
    if (client === undefined) return uncompared(`${index.uploadUrl?.host ?? 'the index'} shows no simple API`);
    return await compare(distributions, client, index, signal);
  } catch (error) {
    if (!isCodedError(error) || signal.aborted) throw error;
    return uncompared(reasonOf(error), error.remedy);
  } finally {
    await http.close();
  }
}

/** The reader of an index; `undefined` when its simple API is nowhere. */
async function openIndex({ simpleUrl: known, uploadUrl, section }: ChosenIndex, http: HttpClient, signal: AbortSignal): Promise<IndexClient | undefined> {
  const { createIndexClient, discoverSimpleUrl } = await import('@ropewalk/index-client');
  const { indexLogins } = await import('../../reading/index-logins.ts');
  const logins = uploadUrl === undefined ? undefined : indexLogins({ address: uploadUrl, section });
  const simpleUrl = known ?? (uploadUrl === undefined ? undefined : await discoverSimpleUrl(uploadUrl, { http, signal, ...(logins === undefined ? {} : { logins }) }));
  if (simpleUrl === undefined) return undefined;
  // Some indexes take uploads on another origin than they are read from; a login is of one origin.
  const own = simpleUrl.origin === uploadUrl?.origin ? logins : indexLogins({ address: simpleUrl });
  return createIndexClient({ http, simpleUrl, ...(own === undefined ? {} : { logins: own }) });
}

/** One project that cannot be read does not keep the others from being compared. */
async function compare(distributions: readonly InspectedDistribution[], client: IndexClient, { profile }: ChosenIndex, signal: AbortSignal): Promise<ComparedRelease> {
  const asked = new Set<string>();
  const unread = new Map<string, CodedError>();
  const project = async (name: string): Promise<IndexProject | undefined> => {
    asked.add(name);
    const error = unread.get(name);
    if (error !== undefined) return undefined;
    try {
      return await client.project(name, { signal });
    } catch (reason) {
      if (!isCodedError(reason) || signal.aborted) throw reason;
      unread.set(name, reason);
      return undefined;
    }
  };
  const findings = await checkOnline(distributions, { project }, { index: profile });
  const [first] = unread.values();
  if (first !== undefined && unread.size === asked.size) return uncompared(reasonOf(first), first.remedy);
  const projects = [...unread].map(([name, error]): UnreadProject => ({ project: name, reason: reasonOf(error), remedy: error.remedy }));
  return { comparison: { compared: true, host: client.simpleUrl.host, ...(projects.length === 0 ? {} : { unread: projects }) }, findings };
}

function uncompared(reason: string, remedy?: string): ComparedRelease {
  return { comparison: { compared: false, reason, ...(remedy === undefined ? {} : { remedy }) }, findings: [] };
}

function reasonOf(error: CodedError): string {
  return error.message.replace(/\.$/, '');
}

function impatient(http: HttpClient): HttpClient {
  return {
    request: (request) => http.request({ ...request, timeoutMs, retries: 0 }),
    stream: (request) => http.stream({ ...request, timeoutMs, retries: 0 }),
    close: () => http.close(),
  };
}
