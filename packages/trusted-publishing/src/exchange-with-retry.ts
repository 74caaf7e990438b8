import { IdentityError, type Identity, type IdentityToken } from '@ropewalk/core';
import { plainText } from '@ropewalk/http';
import { exchangeToken, type Exchange } from './exchange-token.ts';
import { spend } from './spent-tokens.ts';
import { TrustedPublishingError } from './trusted-publishing-error.ts';
import type { UploadToken } from './upload-token.ts';

/** An exchange that may be begun again. */
export interface RetriedExchange extends Omit<Exchange, 'identityToken'> {
  readonly identity: Identity;
  readonly audience: string;
  /** Whether the index took the last upload token no more before its time. */
  readonly endedEarly: boolean;
  readonly checkToken?: (token: IdentityToken) => void;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

const attempts = 3;

/**
 * Exchanges a token, and when the answer is lost, a new one: the index may have taken the first, and takes none twice.
 *
 * @throws {TrustedPublishingError} `IDENTITY_TOKEN_SPENT` when the CI system has no new one.
 */
export async function exchangeWithRetry(exchange: RetriedExchange): Promise<UploadToken> {
  for (let attempt = 1, lost: unknown; ; attempt += 1) {
    const identityToken = await newIdentityToken(exchange, lost);
    const outcome = await exchangeToken({ ...exchange, identityToken });
    if (outcome.status === 'granted') return outcome.token;
    if (attempt >= attempts) throw outcome.error;
    lost = outcome.error;
    await exchange.sleep(500 * 2 ** attempt * (0.5 + Math.random() / 2), exchange.signal);
  }
}

async function newIdentityToken({ identity, audience, endedEarly, checkToken, signal }: RetriedExchange, lost: unknown): Promise<IdentityToken> {
  const token = await identity.requestToken(audience, signal === undefined ? {} : { signal });
  // An index that got a token for another place could act as this process there.
  if (token.audience !== audience) {
    throw new IdentityError({
      code: 'IDENTITY_TOKEN_MISMATCH',
      message: `${identity.provider} gave an identity token for ${JSON.stringify(plainText(token.audience))} when asked for one for ${JSON.stringify(plainText(audience))}. Nothing was sent.`,
      remedy: 'Correct the identity backend: each token must be for exactly the audience that was asked for.',
    });
  }
  checkToken?.(token);
  if (!spend(token)) throw endedEarly && lost === undefined ? spentWhenEndedEarly(identity) : spentAlready(identity, lost);
  return token;
}

function spentWhenEndedEarly({ provider }: Identity): TrustedPublishingError {
  return new TrustedPublishingError({
    code: 'IDENTITY_TOKEN_SPENT',
    message: `The index ended the upload token before its time, and ${provider} has no new identity token to exchange for another one: each can be exchanged once.`,
    remedy:
      'Run the job again: the new job has an identity token of its own, and finishes the release. Where tokens are made before a job starts (GitLab), publish in a job of its own that builds nothing, so that the upload is short.',
  });
}

function spentAlready({ provider }: Identity, lost: unknown): TrustedPublishingError {
  return new TrustedPublishingError({
    code: 'IDENTITY_TOKEN_SPENT',
    message:
      lost === undefined
        ? `An upload token is needed, and ${provider} has no new identity token to exchange for it: each can be exchanged once.`
        : `The answer of the index was lost, and ${provider} has no new identity token to ask again with: each can be exchanged once.`,
    remedy:
      'Run the job again. Where tokens are made before a job starts (GitLab), publish in a job of its own that builds nothing, so that the upload ends within the fifteen minutes of its token; elsewhere, let the identity backend make a new token for each request.',
    cause: lost,
  });
}
