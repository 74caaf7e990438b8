import type { HttpClient } from '@ropewalk/core';
import { discoverEndpoints } from './discover-endpoints.ts';

/** Where an index tells its audience, and where it hands out upload tokens. */
export interface TokenEndpoints {
  /** Left out: the audience must be given. */
  readonly audience?: URL;
  readonly mint: URL;
  /** `single-use-token`: each upload needs a token of its own (PEP 807). Default `multi-use-token`. */
  readonly use?: 'single-use-token' | 'multi-use-token';
  /** Features to ask for when exchanging (PEP 807). */
  readonly features?: readonly string[];
}

/** One search for the endpoints of an index. */
export interface EndpointSearch {
  readonly uploadUrl: URL;
  readonly http: HttpClient;
  readonly signal?: AbortSignal;
}

/** Finds the endpoints for an upload URL: those of PEP 807 where the index announces them, else those of PyPI on its host. */
export async function findEndpoints(search: EndpointSearch): Promise<TokenEndpoints> {
  return (await discoverEndpoints(search)) ?? pypiEndpoints(search.uploadUrl);
}

/** From the origin alone: an upload URL may hold a user name and a password. */
function pypiEndpoints({ origin }: URL): TokenEndpoints {
  return { audience: new URL('/_/oidc/audience', origin), mint: new URL('/_/oidc/mint-token', origin) };
}
