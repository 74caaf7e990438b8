import { isCodedError, type HttpClient } from '@ropewalk/core';
import { simpleUrlFor } from './simple-url-for.ts';

/** How an index is searched for its simple API. */
export interface DiscoverOptions {
  readonly http: HttpClient;
  /** The value of the `Authorization` header, where reading needs one. Every address tried is of the upload URL's own origin. */
  readonly authorization?: (url: URL) => Promise<string>;
  readonly signal?: AbortSignal;
}

// devpi has its simple API below the upload URL as `+simple/`, pypiserver as `simple/`.
const candidates = ['+simple/', 'simple/'];

/**
 * Finds the simple API of an index: by the form of its upload URL, or else by looking in the usual places below it.
 *
 * @returns `undefined` when there is none: then the index cannot be asked what it has.
 */
export async function discoverSimpleUrl(uploadUrl: URL, options: DiscoverOptions): Promise<URL | undefined> {
  const known = simpleUrlFor(uploadUrl);
  if (known !== undefined) return known;
  const base = new URL(`${uploadUrl.origin}${uploadUrl.pathname.replace(/\/*$/, '/')}`);
  for (const candidate of candidates) {
    const url = new URL(candidate, base);
    if (await isSimpleApi(url, options)) return url;
  }
  return undefined;
}

async function isSimpleApi(url: URL, options: DiscoverOptions): Promise<boolean> {
  try {
    const response = await options.http.stream({
      url,
      headers: {
        accept: 'application/vnd.pypi.simple.v1+json, text/html;q=0.1',
        ...(options.authorization === undefined ? {} : { authorization: await options.authorization(url) }),
      },
      retries: 0,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    // The list of all projects can be long, and its head says enough.
    for await (const _chunk of response.chunks) break;
    const type = response.headers['content-type'] ?? '';
    return response.status === 200 && /^(?:application\/vnd\.pypi\.simple\.v1\+(?:json|html)|text[/_]html)\b/i.test(type);
  } catch (error) {
    if (!isCodedError(error) || options.signal?.aborted === true) throw error;
    return false;
  }
}
