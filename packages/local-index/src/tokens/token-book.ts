import { randomBytes, randomUUID } from 'node:crypto';
import { caveatFailure, serializeCaveat, type Caveat, type TokenUse } from './caveats.ts';
import type { Identity } from './identity.ts';
import { createMacaroon, isSignedWith, parseMacaroon, serializeMacaroon, type Macaroon } from './macaroon.ts';

/** Every token that the index handed out or was told of. Tokens themselves are kept only where they are no macaroons. */
export interface TokenBook {
  /** Makes a token: `pypi-` and a macaroon. */
  issue(identity: Identity, caveats: readonly Caveat[]): string;
  /** Makes any text a token of this identity, e.g. one that a test wrote down. */
  accept(token: string, identity: Identity): void;
  /** Finds out whose token this is. Says nothing about whether it is still good. */
  identify(token: string): Identity | undefined;
  /** Why `token` is not good for this use, in PyPI's words; `undefined` when it is. */
  failure(token: string, use: TokenUse): string | undefined;
  /** Lets this token not count any longer. */
  spend(token: string): void;
  /** Lets no token made until now count any longer, as if its time had come. */
  expireAll(): void;
}

/** Makes an empty book. `location` is the host that its macaroons name. */
export function createTokenBook(location: string): TokenBook {
  const keys = new Map<string, IssuedToken>();
  const plain = new Map<string, Identity>();
  const spent = new Set<string>();
  let expired = new Set<string>();

  function find(token: string): { readonly macaroon: Macaroon; readonly issued: IssuedToken } | undefined {
    const macaroon = token.startsWith(prefix) ? parseMacaroon(token.slice(prefix.length)) : undefined;
    const issued = macaroon === undefined ? undefined : keys.get(macaroon.identifier);
    return macaroon === undefined || issued === undefined ? undefined : { macaroon, issued };
  }

  return {
    issue(identity, caveats) {
      const issued: IssuedToken = { identity, key: randomBytes(32), caveats: caveats.map(serializeCaveat) };
      const identifier = randomUUID();
      keys.set(identifier, issued);
      return prefix + serializeMacaroon(createMacaroon(issued.key, { location, identifier, caveats: issued.caveats }));
    },
    accept(token, identity) {
      plain.set(token, identity);
    },
    identify(token) {
      return plain.get(token) ?? find(token)?.issued.identity;
    },
    failure(token, use) {
      if (plain.has(token)) return undefined;
      const found = find(token);
      if (found === undefined) return 'deleted or nonexistent macaroon';
      // Caveats come before the signature, and the first that fails is the answer; PyPI appends its own copy.
      for (const caveat of [...found.macaroon.caveats, ...found.issued.caveats]) {
        const failure = caveatFailure(caveat, use);
        if (failure !== undefined) return failure;
      }
      if (spent.has(found.macaroon.identifier)) return 'token is already used';
      if (expired.has(found.macaroon.identifier)) return 'token is expired';
      return isSignedWith(found.issued.key, found.macaroon) ? undefined : 'signatures do not match';
    },
    spend(token) {
      const identifier = find(token)?.macaroon.identifier;
      if (identifier !== undefined) spent.add(identifier);
    },
    expireAll() {
      expired = new Set(keys.keys());
    },
  };
}

const prefix = 'pypi-';

interface IssuedToken {
  readonly identity: Identity;
  readonly key: Uint8Array;
  readonly caveats: readonly string[];
}
