import { isCodedError, type HttpClient, type HttpResponse, type IdentityToken } from '@ropewalk/core';
import * as v from 'valibot';
import { unavailable, unexpectedAnswer } from './answers.ts';
import { parseRefusals, type Refusal } from './refusal.ts';
import type { TokenEndpoints } from './token-endpoints.ts';
import { TrustedPublishingError } from './trusted-publishing-error.ts';
import { uploadToken, type UploadToken } from './upload-token.ts';

/** One exchange. */
export interface Exchange {
  readonly identityToken: IdentityToken;
  readonly endpoints: TokenEndpoints;
  readonly uploadUrl: URL;
  readonly http: HttpClient;
  readonly now: () => Date;
  readonly signal?: AbortSignal;
}

const grantSchema = v.object({
  token: v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/)),
  expires: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e12)))),
});

/** How long a token lasts when the index does not say (PEP 807), and how long at most. */
const defaultSeconds = 900;
const longestSeconds = 21_600;

/** What an exchange brought. `lost`: nobody can say whether the index took the token. */
export type ExchangeOutcome =
  | { readonly status: 'granted'; readonly token: UploadToken }
  | { readonly status: 'lost'; readonly error: unknown };

const lostCodes: readonly string[] = ['HTTP_UNREACHABLE', 'HTTP_TIMEOUT', 'HTTP_TOO_LARGE'];

/**
 * Sends an identity token once, never again: whatever comes back, it is used up.
 *
 * @throws {TrustedPublishingError} `TOKEN_REFUSED` and what else is no reason to ask again.
 */
export async function exchangeToken(exchange: Exchange): Promise<ExchangeOutcome> {
  try {
    return await send(exchange);
  } catch (error) {
    if (isCodedError(error) && lostCodes.includes(error.code)) return { status: 'lost', error };
    throw error;
  }
}

async function send(exchange: Exchange): Promise<ExchangeOutcome> {
  const { identityToken, endpoints, uploadUrl, http, now, signal } = exchange;
  const sentAt = now();
  const response = await http.request({
    url: endpoints.mint,
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, application/problem+json' },
    body: JSON.stringify({ token: identityToken.reveal(), ...(endpoints.features === undefined ? {} : { features: endpoints.features }) }),
    retries: 0,
    ...(signal === undefined ? {} : { signal }),
  });
  const body = jsonOf(response);
  if (response.status >= 500 || response.status === 429) return { status: 'lost', error: unexpectedAnswer(response, endpoints.mint) };
  if (response.status !== 200) throw refusalOf(response, body, exchange);
  const grant = v.safeParse(grantSchema, body);
  if (!grant.success) return { status: 'lost', error: unexpectedAnswer(response, endpoints.mint) };
  const token = uploadToken(grant.output.token, { expiresAt: endOf(grant.output.expires, sentAt), origin: uploadUrl.origin });
  return { status: 'granted', token };
}

/** Never later than the longest life the index may give: a clock that is wrong must not make a token eternal. */
function endOf(expires: number | null | undefined, sentAt: Date): Date {
  if (expires === undefined || expires === null) return new Date(sentAt.getTime() + defaultSeconds * 1000);
  return new Date(Math.min(expires * 1000, sentAt.getTime() + longestSeconds * 1000));
}

function refusalOf(response: HttpResponse, body: unknown, { endpoints, identityToken }: Exchange): TrustedPublishingError {
  const refusals = parseRefusals(body, [identityToken.reveal()]);
  const [first] = refusals ?? [];
  if (refusals !== undefined && first !== undefined) return tokenRefused(refusals, first, endpoints.mint, identityToken);
  if (response.status === 403 || response.status === 404) return unavailable(response.status, endpoints.mint);
  return unexpectedAnswer(response, endpoints.mint);
}

function tokenRefused(refusals: readonly Refusal[], first: Refusal, url: URL, { claims }: IdentityToken): TrustedPublishingError {
  return new TrustedPublishingError({
    code: 'TOKEN_REFUSED',
    message: `The index at ${url.host} does not accept this identity: ${refusals.map(({ code, description }) => `${description} [${code}]`).join('; ')}.`,
    remedy: first.advice,
    refusals,
    claims,
  });
}

function jsonOf(response: HttpResponse): unknown {
  try {
    return response.json();
  } catch (error) {
    // Not kept as the cause: it may quote the body, and the body may hold the token.
    if (isCodedError(error)) return undefined;
    throw error;
  }
}
