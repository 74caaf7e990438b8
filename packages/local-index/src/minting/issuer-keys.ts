import { createLocalJWKSet, type JSONWebKeySet, type CryptoKey, type JWSHeaderParameters } from 'jose';
import { isCodedError, type HttpClient } from '@ropewalk/core';

/** The public keys of the issuers that the index believes. */
export interface IssuerKeys {
  /** The key a token names; `undefined` when the issuer has no such key or cannot be asked. */
  find(issuer: string, header: JWSHeaderParameters): Promise<CryptoKey | undefined>;
}

/** Reads key sets on first use, and again when a token names a key that is not among them. */
export function createIssuerKeys(http: HttpClient, issuers: ReadonlyMap<string, URL>): IssuerKeys {
  const known = new Map<string, JSONWebKeySet>();

  async function refresh(issuer: string): Promise<JSONWebKeySet | undefined> {
    const url = issuers.get(issuer);
    const keys = url === undefined ? undefined : await fetchKeys(http, url);
    if (keys !== undefined) known.set(issuer, keys);
    return keys;
  }

  return {
    async find(issuer, header) {
      const cached = known.get(issuer);
      const keys = cached !== undefined && hasKey(cached, header.kid) ? cached : await refresh(issuer);
      if (keys === undefined || !hasKey(keys, header.kid)) return undefined;
      return createLocalJWKSet(keys)(header);
    },
  };
}

async function fetchKeys(http: HttpClient, url: URL): Promise<JSONWebKeySet | undefined> {
  try {
    const response = await http.request({ url, headers: { accept: 'application/json' }, timeoutMs: 5000 });
    const body = response.status === 200 ? response.json() : undefined;
    return isKeySet(body) ? body : undefined;
  } catch (error) {
    // As with PyPI, an issuer that cannot be reached makes its tokens invalid; it does not stop the index.
    if (isCodedError(error)) return undefined;
    throw error;
  }
}

function isKeySet(value: unknown): value is JSONWebKeySet {
  return typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys) && value.keys.length > 0;
}

function hasKey(keys: JSONWebKeySet, kid: string | undefined): boolean {
  return kid !== undefined && keys.keys.some((key) => key.kid === kid);
}
