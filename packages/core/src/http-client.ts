import { CodedError } from './coded-error.ts';

/** Why a request brought no answer. */
export type HttpErrorCode =
  /** No connection, or it broke. */
  | 'HTTP_UNREACHABLE'
  /** No answer within the time given. */
  | 'HTTP_TIMEOUT'
  /** The answer is larger than allowed. */
  | 'HTTP_TOO_LARGE'
  /** The answer is not of the form asked for, e.g. HTML where JSON was expected. */
  | 'HTTP_UNEXPECTED_BODY'
  /** The address is refused before anything is sent: plain http off loopback, or a host this client may not ask. */
  | 'HTTP_FORBIDDEN_URL'
  /** The caller's signal aborted it. */
  | 'HTTP_ABORTED';

/** A request that brought no usable answer. Names the method, host and path; never a query, header or body. */
export class HttpError extends CodedError<HttpErrorCode> {}

/** A body whose length is known beforehand and that can be made afresh for each attempt. */
export interface HttpStreamBody {
  readonly lengthBytes: number;
  /** The bytes from the start. A chunk is valid until the next one is asked for. */
  chunks(): AsyncIterable<Uint8Array>;
}

/** One request. */
export interface HttpRequest {
  readonly url: URL;
  /** Default `GET`. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | HttpStreamBody;
  /** Time for one attempt in milliseconds, answer included. Default 30 000. */
  readonly timeoutMs?: number;
  /**
   * How often a failed attempt is made again: after a network error, 408, 425, 429 or 5xx, with jittered pauses that
   * honour `Retry-After`. Default 2 for GET and HEAD, else 0.
   */
  readonly retries?: number;
  /** The largest answer accepted, in bytes. Default 8 MiB. */
  readonly maxBytes?: number;
  /** How many redirects within the same origin are followed, for GET and HEAD. Default 0: a redirect is an answer. */
  readonly redirects?: number;
  readonly signal?: AbortSignal;
}

/** An answer whose body is read. Any status is an answer; the caller judges it. */
export interface HttpResponse {
  readonly status: number;
  /** The reason phrase: devpi and PyPI put their message there. Empty over HTTP/2. */
  readonly statusText: string;
  /** Names in lower case; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** The address that answered, after redirects. */
  readonly url: URL;
  readonly body: Uint8Array;
  /** The body as UTF-8. */
  text(): string;
  /** The body as JSON. @throws {@link HttpError} `HTTP_UNEXPECTED_BODY` */
  json(): unknown;
}

/** An answer whose body is still to be read. */
export interface HttpStreamResponse extends Omit<HttpResponse, 'body' | 'text' | 'json'> {
  /** Ends with an {@link HttpError} when it breaks, stalls or grows over `maxBytes`. Leaving it early closes the connection. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** What the packages need of HTTP. `@ropewalk/http` implements it over undici; anything else may. */
export interface HttpClient {
  /** @throws {@link HttpError} when there is no answer. */
  request(request: HttpRequest): Promise<HttpResponse>;
  /** As `request`, but hands out the body while it arrives. */
  stream(request: HttpRequest): Promise<HttpStreamResponse>;
  /** Closes idle connections so that the process can end. */
  close(): Promise<void>;
}
