import type { HttpClient, HttpResponse } from '@ropewalk/core';
import { plainText } from '@ropewalk/http';
import { IndexError } from './index-error.ts';
import { askWithLogin, isLogin, isRefused, type LoginState } from './login.ts';

/** What reading an index needs. */
export interface IndexReader {
  readonly http: HttpClient;
  readonly simpleUrl: URL;
  readonly login: LoginState;
}

/** How one page is asked for. */
export interface PageRequest {
  readonly accept: string;
  readonly maxBytes: number;
  readonly signal: AbortSignal | undefined;
}

/** Asks for a page; with the index's login only where the page is of the index's own origin. */
export async function readPage(reader: IndexReader, url: URL, request: PageRequest): Promise<HttpResponse> {
  const { signal } = request;
  return askWithLogin(reader.login, { url, signal }, (headers) =>
    reader.http.request({
      url,
      // As pip does: caches on the way have to ask the index whether their copy still holds.
      headers: { accept: request.accept, 'cache-control': 'max-age=0', ...headers },
      maxBytes: request.maxBytes,
      redirects: 5,
      ...(signal === undefined ? {} : { signal }),
    }),
  );
}

/** An answer that is not what was asked for. */
export type RefusedResponse = Pick<HttpResponse, 'status' | 'statusText' | 'headers' | 'url'> & Partial<Pick<HttpResponse, 'json'>>;

/** Turns an answer that is not the page into an error that quotes it. */
export function refusal(response: RefusedResponse, login: LoginState): IndexError {
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
  if (isRefused(response)) return new IndexError({ code: 'INDEX_REFUSED', ...refusedLogin(url, `${place} answered ${answer}`, login) });
  return new IndexError({
    code: 'INDEX_UNEXPECTED_ANSWER',
    message: `${place} answered ${answer}.`,
    remedy: 'Check the address of the index.',
  });
}

/** What a refusal of a reader means depends on who asked. */
function refusedLogin(url: URL, answered: string, login: LoginState): { readonly message: string; readonly remedy: string } {
  if (!login.mayGoTo(url)) return { message: `${answered}.`, remedy: `Check that everybody may read ${url.host}: a login goes only to the address of the index itself.` };
  const known = login.known();
  if (known === undefined) return { message: `${answered}.`, remedy: 'Check that you may read this index.' };
  if (!isLogin(known)) return { message: `${answered}, and there is no login for ${url.host}.`, remedy: known.remedy };
  return { message: `${answered} to the login from ${known.source}.`, remedy: 'Check that the login is right, and that it may read this index.' };
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
