import { inspect } from 'node:util';
import { CredentialError } from './credential-error.ts';

/** A right to upload, bound to one origin. Printing or serialising it shows no secret. */
export interface Credential {
  /** Where it came from, for people: `the environment variable TWINE_PASSWORD`. */
  readonly source: string;
  /** `minted`: made for this release by trusted publishing, and renewed by itself. */
  readonly kind: 'token' | 'minted' | 'password';
  /** `__token__` for the first two kinds. */
  readonly username: string;
  /** The only origin it is sent to. */
  readonly origin: string;
  /**
   * The value of the `Authorization` header for one request: a secret. A minted token is renewed here when its end is near.
   *
   * @throws {@link CredentialError} `CREDENTIAL_FOR_OTHER_INDEX` when `url` is of another origin,
   *   `CREDENTIAL_EXPOSED` when it is plain http to another machine; what the token source throws, as it is.
   */
  authorization(url: URL, options?: { readonly signal?: AbortSignal }): Promise<string>;
  /** When the token that the last `authorization` used ends; `undefined` where that is not known. */
  expiresAt(): Date | undefined;
}

/** A token that trusted publishing gave. */
export interface MintedToken {
  readonly expiresAt: Date;
  /** The origin it was made for. `undefined`: the one its credential is for. */
  readonly origin?: string;
  /** The token itself: a secret. */
  reveal(): string;
}

/** Gives short-lived upload tokens, a new one when the last is about to end. */
export interface UploadTokenSource {
  token(options?: { readonly signal?: AbortSignal }): Promise<MintedToken>;
}

/** Everything of a credential but its secret. */
export type CredentialFacts = Pick<Credential, 'source' | 'kind' | 'username' | 'origin'>;

/** Makes a credential of a fixed secret. */
export function fixedCredential(facts: CredentialFacts, secret: string, expiresAt?: Date): Credential {
  return credentialOf(facts, async () => secret, () => expiresAt);
}

/** Makes a credential of a token source. */
export function mintedCredential(facts: Omit<CredentialFacts, 'kind' | 'username'>, tokens: UploadTokenSource): Credential {
  let last: MintedToken | undefined;
  return credentialOf(
    { ...facts, kind: 'minted', username: '__token__' },
    async (signal) => {
      last = await tokens.token(signal === undefined ? {} : { signal });
      if (last.origin !== undefined && last.origin !== facts.origin) throw forOtherIndex(facts.source, last.origin, facts.origin);
      return last.reveal();
    },
    () => last?.expiresAt,
  );
}

function credentialOf(
  facts: CredentialFacts,
  secret: (signal: AbortSignal | undefined) => Promise<string>,
  expiresAt: () => Date | undefined,
): Credential {
  const { source, kind, username, origin } = facts;
  const summary = `Credential { kind: ${kind}, source: ${source}, origin: ${origin} }`;
  return Object.defineProperties({ source, kind, username, origin } as Credential, {
    authorization: {
      value: async (url: URL, options?: { readonly signal?: AbortSignal }): Promise<string> => {
        forbidOtherPlaces(facts, url);
        return basic(username, await secret(options?.signal));
      },
    },
    expiresAt: { value: expiresAt },
    toString: { value: () => summary },
    [inspect.custom]: { value: () => summary },
  });
}

function forbidOtherPlaces(facts: CredentialFacts, url: URL): void {
  if (url.origin !== facts.origin) throw forOtherIndex(facts.source, facts.origin, url.origin);
  if (isExposed(url)) {
    throw new CredentialError({
      code: 'CREDENTIAL_EXPOSED',
      message: `The credential from ${facts.source} was not sent to ${url.origin}: over plain http anyone on the way could read it.`,
      remedy: 'Use the https:// address of the index.',
    });
  }
}

function forOtherIndex(source: string, itsOrigin: string, otherOrigin: string): CredentialError {
  return new CredentialError({
    code: 'CREDENTIAL_FOR_OTHER_INDEX',
    message: `The credential from ${source} is for ${itsOrigin} and was not sent to ${otherOrigin}.`,
    remedy: 'Give a credential for the index that is uploaded to.',
  });
}

function isExposed(url: URL): boolean {
  return url.protocol !== 'https:' && !/^(?:localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
