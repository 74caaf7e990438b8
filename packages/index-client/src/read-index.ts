import type { HttpClient, HttpResponse } from '@ropewalk/core';
import { plainText } from '@ropewalk/http';
import { IndexError } from './index-error.ts';

/** What reading an index needs. */
export interface IndexReader {
  readonly http: HttpClient;
  readonly simpleUrl: URL;
  readonly authorization: ((url: URL) => Promise<string>) | undefined;
}

/** How one page is asked for. */
export interface PageRequest {
  readonly accept: string;
  readonly maxBytes: number;
  readonly signal: AbortSignal | undefined;
}

/** Asks for a page; with the index's credential only where the page is of the index's own origin. */
export async function readPage(reader: IndexReader, url: URL, request: PageRequest): Promise<HttpResponse> {
  return reader.http.request({
    url,
    // As pip does: caches on the way have to ask the index whether their copy still holds.
    headers: { accept: request.accept, 'cache-control': 'max-age=0', ...(await authorizationFor(reader, url)) },
    maxBytes: request.maxBytes,
    redirects: 5,
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  });
}

/** The `authorization` header for a URL, if the index's credential may go there. */
export async function authorizationFor(reader: IndexReader, url: URL): Promise<Readonly<Record<string, string>>> {
  if (reader.authorization === undefined || url.origin !== reader.simpleUrl.origin) return {};
  return { authorization: await reader.authorization(url) };
}

/** Turns an answer that is not the page into an error that quotes it. */
export function refusal(response: Pick<HttpResponse, 'status' | 'statusText' | 'headers' | 'url'> & Partial<Pick<HttpResponse, 'json'>>): IndexError {
  const { status, url } = response;
  const place = `${url.host}${url.pathname}`;
  const said = plainText(messageIn(response) ?? response.statusText, 200);
  const answer = said === '' ? `${status}` : `${status} (${said})`;
  if (status >= 300 && status < 400) {
    return new IndexError({
      code: 'INDEX_REDIRECTED',
      message: `${place} sends on to ${targetHost(response)}, which is not followed.`,
      remedy: 'If you trust that place, give its address as the address of the index.',
    });
  }
  if (status === 429 || status >= 500) {
    return new IndexError({ code: 'INDEX_UNAVAILABLE', message: `${place} answered ${answer}.`, remedy: 'Try again later.' });
  }
  if (status === 401 || status === 403) {
    return new IndexError({ code: 'INDEX_REFUSED', message: `${place} answered ${answer}.`, remedy: 'Check that you may read this index.' });
  }
  return new IndexError({
    code: 'INDEX_UNEXPECTED_ANSWER',
    message: `${place} answered ${answer}.`,
    remedy: 'Check the address of the index.',
  });
}

// The integrity API explains itself in JSON: `{"message": "Attestations temporarily disabled"}`.
function messageIn(response: Partial<Pick<HttpResponse, 'json'>>): string | undefined {
  try {
    const body = response.json?.();
    return typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string' ? body.message : undefined;
  } catch {
    return undefined;
  }
}

function targetHost(response: Pick<HttpResponse, 'headers' | 'url'>): string {
  const target = URL.parse(response.headers['location'] ?? '', response.url.href);
  return target === null ? 'another place' : `${target.protocol}//${target.host}`;
}
