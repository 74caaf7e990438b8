import { isCodedError, type HttpClient } from '@ropewalk/core';
import type { InspectedDistribution } from '@ropewalk/distribution';
import { checkOnline, type Finding } from '@ropewalk/preflight';
import type { IndexComparison } from './check-report.ts';
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
  const { createIndexClient, discoverSimpleUrl } = await import('@ropewalk/index-client');
  const http = await openHttpClient({ authorities: await authoritiesOf(process.env), client: undefined });
  try {
    const hasty = impatient(http);
    const simpleUrl = index.simpleUrl ?? (index.uploadUrl === undefined ? undefined : await discoverSimpleUrl(index.uploadUrl, { http: hasty, signal }));
    if (simpleUrl === undefined) return uncompared(`${index.uploadUrl?.host ?? 'the index'} shows no simple API`);
    const client = createIndexClient({ http: hasty, simpleUrl });
    const findings = await checkOnline(distributions, { project: (name) => client.project(name, { signal }) }, { index: index.profile });
    return { comparison: { compared: true, host: simpleUrl.host }, findings };
  } catch (error) {
    if (!isCodedError(error) || signal.aborted) throw error;
    return uncompared(error.message.replace(/\.$/, ''));
  } finally {
    await http.close();
  }
}

function uncompared(reason: string): ComparedRelease {
  return { comparison: { compared: false, reason }, findings: [] };
}

function impatient(http: HttpClient): HttpClient {
  return {
    request: (request) => http.request({ ...request, timeoutMs, retries: 0 }),
    stream: (request) => http.stream({ ...request, timeoutMs, retries: 0 }),
    close: () => http.close(),
  };
}
