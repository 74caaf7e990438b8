import { isCodedError, type HttpClient, type HttpStreamResponse } from '@ropewalk/core';
import type { IndexError } from './index-error.ts';
import { askWithLogin, createLoginState, isRefused, type LoginSource, type LoginState } from './login.ts';
import { refusal } from './read-index.ts';
import { simpleUrlFor } from './simple-url-for.ts';

/** How an index is searched for its simple API. */
export interface DiscoverOptions {
  readonly http: HttpClient;
  /** The value of the `Authorization` header, where reading needs one. Every address tried is of the upload URL's own origin. */
  readonly authorization?: (url: URL) => Promise<string>;
  /** Where a login can be had, when an address asks for one. Default none. */
  readonly logins?: LoginSource;
  readonly signal?: AbortSignal;
}

// devpi has its simple API below the upload URL as `+simple/`, pypiserver as `simple/`.
const candidates = ['+simple/', 'simple/'];

/**
 * Finds the simple API of an index: by the form of its upload URL, or else by looking in the usual places below it.
 *
 * @returns `undefined` when there is none: then the index cannot be asked what it has.
 * @throws {@link IndexError} `INDEX_REFUSED` when a place shows what it has only to others; `HttpError` `HTTP_UNREACHABLE`,
 *   `HTTP_TIMEOUT` when the index does not answer at all.
 */
export async function discoverSimpleUrl(uploadUrl: URL, options: DiscoverOptions): Promise<URL | undefined> {
  const known = simpleUrlFor(uploadUrl);
  if (known !== undefined) return known;
  const base = new URL(`${uploadUrl.origin}${uploadUrl.pathname.replace(/\/*$/, '/')}`);
  const login = createLoginState(base.origin, options);
  let refused: IndexError | undefined;
  for (const candidate of candidates) {
    const url = new URL(candidate, base);
    const answer = await look(url, login, options);
    if (answer === undefined) continue;
    if (isSimpleApi(answer)) return url;
    if (isRefused(answer)) refused ??= refusal(answer, login);
  }
  if (refused !== undefined) throw refused;
  return undefined;
}

// Whoever does not answer one small question does not answer the next.
const noAnswer: ReadonlySet<string> = new Set(['HTTP_UNREACHABLE', 'HTTP_TIMEOUT']);
const timeoutMs = 10_000;

/** The head of what is there; `undefined` when it is no answer that can be read. */
async function look(url: URL, login: LoginState, { http, signal }: DiscoverOptions): Promise<HttpStreamResponse | undefined> {
  return askWithLogin(login, { url, signal }, async (headers) => {
    try {
      const response = await http.stream({
        url,
        headers: { accept: 'application/vnd.pypi.simple.v1+json, text/html;q=0.1', ...headers },
        retries: 0,
        timeoutMs,
        ...(signal === undefined ? {} : { signal }),
      });
      // The list of all projects can be long, and its head says enough.
      for await (const _chunk of response.chunks) break;
      return response;
    } catch (error) {
      if (!isCodedError(error) || noAnswer.has(error.code) || signal?.aborted === true) throw error;
      return undefined;
    }
  });
}

function isSimpleApi({ status, headers }: HttpStreamResponse): boolean {
  return status === 200 && /^(?:application\/vnd\.pypi\.simple\.v1\+(?:json|html)|text[/_]html)\b/i.test(headers['content-type'] ?? '');
}
