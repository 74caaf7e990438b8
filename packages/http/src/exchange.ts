import type { HttpError, HttpRequest } from '@ropewalk/core';
import type { Dispatcher } from 'undici';
import { guardAttempt } from './attempt-guard.ts';
import { isCertificateError } from './certificate-error.ts';
import type { Dispatchers } from './dispatchers.ts';
import { secretsIn } from './echoed-secrets.ts';
import { forbidUnsafeUrl } from './forbid.ts';
import { abortFailure, connectionFailure, type RequestName } from './http-failure.ts';
import { proxyFor } from './proxy.ts';
import { bodyForAttempt } from './request-body.ts';
import { redirectTarget } from './redirect.ts';
import { flatHeaders, type Answer } from './response.ts';
import { isRetryStatus, parseRetryAfter, retryPause, type RetryPauses } from './retry.ts';

/** What a client's requests share. */
export interface ExchangeContext {
  readonly dispatchers: Dispatchers;
  readonly loopbackOnly: boolean;
  readonly userAgent: string;
  readonly proxyEnv: Readonly<Record<string, string | undefined>>;
  readonly stallMs: number;
  readonly pauses: RetryPauses;
  readonly now: () => Date;
  readonly random: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
}

/** Turns an answer whose head has arrived into what the caller gets. */
export interface Reader<Response> {
  /** Whether it understands packed answers. */
  readonly unpacks: boolean;
  /** Rejects when the body breaks. */
  read(answer: Answer): Promise<Response>;
}

/** An outcome of one attempt that another attempt may improve. */
type Attempt<Response> =
  | { readonly type: 'answer'; readonly response: Response; readonly status: number; readonly retryAfter: string | undefined; readonly discard: () => void }
  | { readonly type: 'failure'; readonly error: HttpError };

/** Sends a request until it is answered, its retries are used up, or it fails in a way that no retry mends. */
export async function exchange<Response extends { readonly status: number }>(
  request: HttpRequest,
  context: ExchangeContext,
  reader: Reader<Response>,
): Promise<Response> {
  const method = request.method ?? 'GET';
  const isReading = method === 'GET' || method === 'HEAD';
  const name: RequestName = `${method} ${request.url.host}${request.url.pathname}`;
  forbidUnsafeUrl(request.url, context);
  const retries = request.retries ?? (isReading ? 2 : 0);

  for (let failures = 1; ; failures += 1) {
    if (request.signal?.aborted === true) throw abortFailure(name, request.signal);
    const attempt = await attemptWithRedirects(name, withEncoding(request, reader), context, reader, isReading ? (request.redirects ?? 0) : 0);
    if (!mayImprove(attempt) || failures > retries) return settle(attempt);
    if (attempt.type === 'answer') attempt.discard();
    const retryAfter = attempt.type === 'answer' ? parseRetryAfter(attempt.retryAfter, context.now()) : undefined;
    await context.sleep(retryPause(failures, retryAfter, context.pauses, context.random()), request.signal);
  }
}

// A file must arrive as it is: some servers call a .tar.gz a packed .tar. Answers to uploads are short.
function withEncoding(request: HttpRequest, reader: Reader<unknown>): HttpRequest {
  if ((request.method ?? 'GET') !== 'GET') return request;
  return { ...request, headers: { 'accept-encoding': reader.unpacks ? 'gzip' : 'identity', ...request.headers } };
}

function mayImprove(attempt: Attempt<unknown>): boolean {
  if (attempt.type === 'answer') return isRetryStatus(attempt.status);
  const { code } = attempt.error;
  return (code === 'HTTP_UNREACHABLE' && !isCertificateError(attempt.error)) || code === 'HTTP_TIMEOUT';
}

function settle<Response>(attempt: Attempt<Response>): Response {
  if (attempt.type === 'failure') throw attempt.error;
  return attempt.response;
}

async function attemptWithRedirects<Response>(
  name: RequestName,
  request: HttpRequest,
  context: ExchangeContext,
  reader: Reader<Response>,
  redirects: number,
): Promise<Attempt<Response>> {
  let url = request.url;
  for (let left = redirects; ; left -= 1) {
    const attempt = await attemptOnce(name, { ...request, url }, context, async (answer) => {
      const target = left > 0 ? redirectTarget(answer) : undefined;
      if (target === undefined) return { response: await reader.read(answer), target };
      answer.discard();
      return { response: undefined, target };
    });
    if (attempt.type === 'failure') return attempt;
    const { response, target } = attempt.response;
    if (target === undefined) return { ...attempt, response: response as Response };
    url = target;
  }
}

async function attemptOnce<Response>(
  name: RequestName,
  request: HttpRequest,
  context: ExchangeContext,
  read: Reader<Response>['read'],
): Promise<Attempt<Response>> {
  const guard = guardAttempt(name, request.timeoutMs ?? 30_000, request.signal);
  const body = bodyForAttempt(request.body);
  const failureOf = (error: unknown): HttpError => {
    const own = body.failure();
    if (own !== undefined) throw own.error;
    return guard.reason() ?? connectionFailure(name, error);
  };
  try {
    const dispatcher = await context.dispatchers.get(request.url, proxyFor(request.url, context.proxyEnv));
    const data = await send(dispatcher, request, { ...defaultHeaders(context), ...request.headers, ...body.headers }, body.data, guard.signal);
    const headers = flatHeaders(data.headers);
    const answer: Answer = {
      name,
      method: request.method ?? 'GET',
      url: request.url,
      status: data.statusCode,
      statusText: data.statusText,
      headers,
      body: data.body,
      maxBytes: request.maxBytes ?? 8 * 1024 * 1024,
      stallMs: context.stallMs,
      guard,
      secrets: secretsIn(request),
      failureOf,
      discard: () => {
        guard.release();
        // An unread body would hold its connection; its end, whatever it is, concerns nobody any more.
        data.body.on('error', () => undefined).destroy();
      },
    };
    return { type: 'answer', response: await read(answer), status: answer.status, retryAfter: headers['retry-after'], discard: answer.discard };
  } catch (error) {
    guard.release();
    return { type: 'failure', error: failureOf(error) };
  }
}

function defaultHeaders(context: ExchangeContext): Readonly<Record<string, string>> {
  return { 'user-agent': context.userAgent, accept: '*/*' };
}

function send(
  dispatcher: Dispatcher,
  request: HttpRequest,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array | AsyncIterable<Uint8Array> | undefined,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  return dispatcher.request({
    origin: request.url.origin,
    path: `${request.url.pathname}${request.url.search}`,
    method: request.method ?? 'GET',
    headers,
    // undici's types know only Readable, its code takes every async iterable.
    body: (body ?? null) as Dispatcher.DispatchOptions['body'],
    signal,
  } as Dispatcher.RequestOptions);
}
