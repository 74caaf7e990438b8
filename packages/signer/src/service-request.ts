import { isCodedError, type HttpClient, type HttpRequest, type HttpResponse } from '@ropewalk/core';
import { plainText } from '@ropewalk/http';
import { serviceText } from './service-text.ts';
import { SignerError } from './signer-error.ts';

/** How patiently a service is asked. */
export interface Patience {
  /** Time for one attempt in milliseconds. Default 20 000. */
  readonly attemptMs?: number;
  /** How often a failed attempt is made again. Default 5. */
  readonly retries?: number;
}

/** One of the two services, for requests and messages. */
export interface Service {
  readonly name: 'Fulcio' | 'Rekor';
  readonly url: URL;
  readonly http: HttpClient;
  readonly patience: Patience;
}

/** The largest answer of Fulcio or Rekor that is read. Entries with large SLSA predicates stay far below. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/**
 * Asks a service and retries what may pass.
 *
 * @param path - Relative to the service's address.
 * @returns Any answer below 500 but 408, 425 and 429.
 * @throws {@link SignerError} `FULCIO_UNAVAILABLE` or `REKOR_UNAVAILABLE`; `HttpError` when the caller's signal
 *   aborted it or the address may not be asked.
 */
export async function askService(
  service: Service,
  path: string,
  request: Pick<HttpRequest, 'method' | 'headers' | 'body' | 'signal'>,
): Promise<HttpResponse> {
  const { http, patience } = service;
  let response: HttpResponse;
  try {
    response = await http.request({
      ...request,
      url: addressOf(service, path),
      headers: { accept: 'application/json', ...request.headers },
      timeoutMs: patience.attemptMs ?? 20_000,
      retries: patience.retries ?? 5,
      maxBytes: MAX_ANSWER_BYTES,
    });
  } catch (error) {
    if (!isCodedError(error) || error.code === 'HTTP_ABORTED' || error.code === 'HTTP_FORBIDDEN_URL') throw error;
    throw unavailable(service, error.message, error);
  }
  if (!mayPass(response.status)) return response;
  throw unavailable(service, statusText(response));
}

/** `503 Service Unavailable: text of the service`. */
export function statusText(response: HttpResponse): string {
  const text = serviceText(response.text());
  const status = `${response.status} ${plainText(response.statusText, 100)}`.trim();
  return text === '' ? status : `${status}: ${text}`;
}

/** The address under a service, which may itself have a path. */
function addressOf(service: Service, path: string): URL {
  return new URL(path, service.url.href.endsWith('/') ? service.url : `${service.url.href}/`);
}

function mayPass(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

function unavailable(service: Service, reason: string, cause?: unknown): SignerError {
  return new SignerError({
    code: service.name === 'Fulcio' ? 'FULCIO_UNAVAILABLE' : 'REKOR_UNAVAILABLE',
    message: `${service.name} at ${service.url.host} cannot be used now: ${reason.replace(/\.$/, '')}.`,
    remedy: 'Run the command again later; what is signed and kept is not signed again. Outages: https://status.sigstore.dev',
    cause,
  });
}
