import { inspect } from 'node:util';
import { isLoopbackUrl } from '@ropewalk/http';
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
   * The value of the `Authorization` header for one request: a secret. A minted token is renewed here when its end is near,
   * or when the index refused it before.
   *
   * @param options - `refused`: what an earlier call gave and the index took no more. A minted credential then gives another
   *   value, unless that one was replaced since; a fixed one has no other.
   * @throws {@link CredentialError} `CREDENTIAL_FOR_OTHER_INDEX` when `url` is of another origin,
   *   `CREDENTIAL_EXPOSED` when it is plain http to another machine; what the token source throws, as it is.
   */
  authorization(url: URL, options?: AuthorizationOptions): Promise<string>;
  /** When the token that the last `authorization` used ends; `undefined` where that is not known. */
  expiresAt(): Date | undefined;
}

/** What one `Authorization` header is asked for with. */
export interface AuthorizationOptions {
  /** The header that the index took no more: a secret. Default none. */
  readonly refused?: string;
  readonly signal?: AbortSignal;
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
  /**
   * @param options - `refused`: the token that the index took no more, whatever the clock says. The source then gives
   *   another one, made once for all who name the same token; or, if that token was replaced since, the one in its place.
   */
  token(options?: { readonly refused?: Pick<MintedToken, 'reveal'>; readonly signal?: AbortSignal }): Promise<MintedToken>;
}

/** Everything of a credential but its secret. */
export type CredentialFacts = Pick<Credential, 'source' | 'kind' | 'username' | 'origin'>;

/** Makes a credential of a fixed secret. */
export function fixedCredential(facts: CredentialFacts, secret: string, expiresAt?: Date): Credential {
  return credentialOf(facts, async () => secret, () => expiresAt);
}

/** Makes a credential of a token source. */
export function mintedCredential(facts: Omit<CredentialFacts, 'kind' | 'username'>, tokens: UploadTokenSource): Credential {
  const username = '__token__';
  let last: MintedToken | undefined;
  return credentialOf(
    { ...facts, kind: 'minted', username },
    async ({ refused, signal }) => {
      // Another than the last was replaced before: of several uploads that fail together, the first one renews it for all.
      const over = last !== undefined && refused === basic(username, last.reveal()) ? { refused: last } : {};
      last = await tokens.token({ ...over, ...(signal === undefined ? {} : { signal }) });
      if (last.origin !== undefined && last.origin !== facts.origin) throw forOtherIndex(facts.source, last.origin, facts.origin);
      return last.reveal();
    },
    () => last?.expiresAt,
  );
}

function credentialOf(
  facts: CredentialFacts,
  secret: (options: AuthorizationOptions) => Promise<string>,
  expiresAt: () => Date | undefined,
): Credential {
  const { source, kind, username, origin } = facts;
  const summary = `Credential { kind: ${kind}, source: ${source}, origin: ${origin} }`;
  return Object.defineProperties({ source, kind, username, origin } as Credential, {
    authorization: {
      value: async (url: URL, options: AuthorizationOptions = {}): Promise<string> => {
        forbidOtherPlaces(facts, url);
        return basic(username, await secret(options));
      },
    },
    expiresAt: { value: expiresAt },
    toString: { value: () => summary },
    [inspect.custom]: { value: () => summary },
  });
}

function forbidOtherPlaces(facts: CredentialFacts, url: URL): void {
  if (url.origin !== facts.origin) throw forOtherIndex(facts.source, facts.origin, url.origin);
  if (url.protocol !== 'https:' && !isLoopbackUrl(url)) {
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

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
