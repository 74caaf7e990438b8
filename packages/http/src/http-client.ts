import type { HttpClient, HttpRequest, HttpResponse, HttpStreamResponse } from '@ropewalk/core';
import type { ClientCertificate } from './client-certificate.ts';
import { createDispatchers } from './dispatchers.ts';
import { exchange, type ExchangeContext } from './exchange.ts';
import { readResponse, streamResponse } from './response.ts';
import { abortableSleep } from './sleep.ts';

/** How an {@link HttpClient} behaves. */
export interface HttpClientOptions {
  /** Value of the `User-Agent` header. Default `ropewalk`. */
  readonly userAgent?: string;
  /** Where proxies are read from: `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`. Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Certificate authorities trusted besides those of Node and of the operating system, as PEM text. */
  readonly certificateAuthorities?: readonly string[];
  /** Shown to servers that ask for one. Default none. */
  readonly clientCertificate?: ClientCertificate;
  /** Refuses every host but loopback and ignores proxies: for a rehearsal, which must not touch the world. Default false. */
  readonly loopbackOnly?: boolean;
  /** Time for making a connection, in milliseconds. Default 10 000. */
  readonly connectTimeoutMs?: number;
  /** The longest silence within a streamed answer, in milliseconds. Default 30 000. */
  readonly stallMs?: number;
  /** The longest pause between two attempts, in milliseconds, also when a server asks for more. Default 30 000. */
  readonly maxPauseMs?: number;
  /** The clock for `Retry-After` dates. */
  readonly now?: () => Date;
  /** Chance from 0 to 1, for the jitter of pauses. */
  readonly random?: () => number;
  /** Waits between attempts; ends early, without an error, when the signal aborts. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
}

/**
 * Creates the client by which ropewalk's packages reach the network. Costs nothing until its first request.
 *
 * It speaks HTTP/1.1 to https URLs, and plain http only to loopback and to a cloud machine's metadata server (both
 * without a proxy). Redirects are followed only where the request asks for it, only for GET and HEAD, and only within
 * one origin; any other redirect is handed back as the answer. Errors name method, host and path, nothing else.
 */
export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const loopbackOnly = options.loopbackOnly ?? false;
  const dispatchers = createDispatchers({
    certificateAuthorities: options.certificateAuthorities ?? [],
    clientCertificate: options.clientCertificate,
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
  });
  const context: ExchangeContext = {
    dispatchers,
    loopbackOnly,
    userAgent: options.userAgent ?? 'ropewalk',
    proxyEnv: loopbackOnly ? {} : (options.env ?? process.env),
    stallMs: options.stallMs ?? 30_000,
    pauses: { baseMs: 500, maxMs: options.maxPauseMs ?? 30_000 },
    now: options.now ?? (() => new Date()),
    random: options.random ?? Math.random,
    sleep: options.sleep ?? abortableSleep,
  };
  return {
    request: (request: HttpRequest): Promise<HttpResponse> => exchange(request, context, { unpacks: true, read: readResponse }),
    stream: (request: HttpRequest): Promise<HttpStreamResponse> => exchange(request, context, { unpacks: false, read: streamResponse }),
    close: () => dispatchers.close(),
  };
}
