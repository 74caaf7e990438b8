import type { HttpClient, Identity, IdentityToken } from '@ropewalk/core';
import { setTimeout as wait } from 'node:timers/promises';
import { announcedAudience } from './announced-audience.ts';
import { audienceFor } from './audience-rule.ts';
import { exchangeWithRetry } from './exchange-with-retry.ts';
import { sharedWork } from './shared-work.ts';
import { findEndpoints, type TokenEndpoints } from './token-endpoints.ts';
import type { UploadToken } from './upload-token.ts';

/** What {@link createUploadTokenSource} needs. */
export interface UploadTokenSourceOptions {
  readonly identity: Identity;
  /** The index's upload URL, e.g. `https://upload.pypi.org/legacy/`. */
  readonly uploadUrl: URL;
  readonly http: HttpClient;
  /**
   * The audience this index expects. Default: what the index announces, if it is the index's own name, or `pypi` or
   * `testpypi` of these.
   */
  readonly audience?: string;
  /** Default: those the index announces (PEP 807), else PyPI's on its host. */
  readonly endpoints?: TokenEndpoints;
  /** Looks at each identity token before it is sent; what it throws ends the exchange. */
  readonly checkToken?: (token: IdentityToken) => void;
  /** Default the real clock. */
  readonly now?: () => Date;
  /** Default the real clock; in milliseconds. */
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** Where upload tokens come from. */
export interface UploadTokenSource {
  /**
   * A token that is good for some minutes: the last one, or a new one, for which a new identity token is requested.
   *
   * @param options - `refused`: the token that the index took no more, whatever the clock says. It is never given again:
   *   however many name it, one new token is made for all of them; if it was replaced before, none is.
   * @throws {TrustedPublishingError}, {@link IdentityError}, {@link HttpError}
   */
  token(options?: { readonly refused?: Pick<UploadToken, 'reveal'>; readonly signal?: AbortSignal }): Promise<UploadToken>;
}

/** The end of a token is too near to begin an upload with it. */
const lastCallMs = 30_000;

/**
 * Exchanges identity tokens for upload tokens, as often as a release needs.
 *
 * No identity token is requested before it is clear that the index may have one: see `AUDIENCE_REFUSED`. None is sent
 * twice, also not when the answer was lost.
 */
export function createUploadTokenSource(options: UploadTokenSourceOptions): UploadTokenSource {
  const { now = (): Date => new Date(), sleep = pause } = options;
  let target: Target | undefined;
  let held: { readonly token: UploadToken; readonly renewAt: number } | undefined;
  const findOnce = sharedWork<Target>();
  const renewOnce = sharedWork<UploadToken>();

  async function exchange(found: Target, endedEarly: boolean, signal?: AbortSignal): Promise<UploadToken> {
    return await exchangeWithRetry({ ...options, ...found, now, sleep, endedEarly, ...(signal === undefined ? {} : { signal }) });
  }

  async function renewOrKeep(found: Target, endedEarly: boolean, signal?: AbortSignal): Promise<UploadToken> {
    try {
      const token = await exchange(found, endedEarly, signal);
      const remainingMs = token.expiresAt.getTime() - now().getTime();
      // Renewed while there is time to fail and try again.
      held = { token, renewAt: token.expiresAt.getTime() - Math.min(300_000, remainingMs / 3) };
      return token;
    } catch (error) {
      // One that was refused meanwhile is not held any more.
      if (signal?.aborted || held === undefined || held.token.expiresAt.getTime() - now().getTime() < lastCallMs) throw error;
      return held.token;
    }
  }

  return {
    async token({ refused, signal } = {}) {
      const found = (target ??= await findOnce(() => findTarget(options, signal), signal));
      // A token for one upload is handed out once: neither again, nor to two who ask at the same time.
      if (found.endpoints.use === 'single-use-token') return await exchange(found, refused !== undefined, signal);
      const endedEarly = held !== undefined && held.token.reveal() === refused?.reveal();
      if (endedEarly) held = undefined;
      if (held !== undefined && now().getTime() < held.renewAt) return held.token;
      return await renewOnce(() => renewOrKeep(found, endedEarly, signal), signal);
    },
  };
}

/** Where identity tokens are exchanged, and for whom they must be. */
interface Target {
  readonly endpoints: TokenEndpoints;
  readonly audience: string;
}

async function findTarget(options: UploadTokenSourceOptions, signal?: AbortSignal): Promise<Target> {
  const { uploadUrl, http, audience: given } = options;
  const endpoints = options.endpoints ?? (await findEndpoints({ uploadUrl, http, ...(signal === undefined ? {} : { signal }) }));
  const announced = endpoints.audience === undefined ? undefined : await announcedAudience(endpoints.audience, http, signal);
  return { endpoints, audience: audienceFor({ uploadUrl, mintUrl: endpoints.mint, announced, given }) };
}

async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, signal === undefined ? {} : { signal });
}
