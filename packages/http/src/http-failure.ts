import { HttpError, type HttpErrorCode } from '@ropewalk/core';
import { isCertificateError } from './certificate-error.ts';
import { isProgrammingMistake } from './programming-mistake.ts';
import { reasonOf } from './reason-of.ts';

/** What a failure is told of the request: the method, host and path. */
export type RequestName = string;

/**
 * Turns what undici threw into an {@link HttpError}.
 *
 * @throws A mistake in code, as it is: called a lost answer, it would be tried again for minutes.
 */
export function connectionFailure(name: RequestName, error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  if (isProgrammingMistake(error)) throw error;
  const code = errorCode(error);
  if (code === 'UND_ERR_CONNECT_TIMEOUT') {
    return failure('HTTP_TIMEOUT', `${name}: no connection could be made in time.`, error);
  }
  if (isCertificateError(error)) {
    return new HttpError({
      code: 'HTTP_UNREACHABLE',
      message: `${name}: the certificate of the server is not trusted: ${reasonOf(error)}.`,
      remedy: 'If a proxy of your company reads the traffic, add its certificate authority (PEM) to the trusted ones; otherwise do not go on.',
      cause: error,
    });
  }
  return failure('HTTP_UNREACHABLE', `${name}: no answer: ${reasonOf(error)}.`, error);
}

/** The deadline of one attempt passed. */
export function deadlineFailure(name: RequestName, timeoutMs: number): HttpError {
  return failure('HTTP_TIMEOUT', `${name}: no complete answer within ${seconds(timeoutMs)}.`);
}

/** The answer began, but then nothing more came. */
export function stallFailure(name: RequestName, stallMs: number): HttpError {
  return failure('HTTP_TIMEOUT', `${name}: the answer stopped: nothing came for ${seconds(stallMs)}.`);
}

/** The answer is larger than the caller takes. */
export function sizeFailure(name: RequestName, maxBytes: number): HttpError {
  return failure('HTTP_TOO_LARGE', `${name}: the answer is larger than ${maxBytes} bytes.`);
}

/** The caller's signal ended it. */
export function abortFailure(name: RequestName, signal: AbortSignal): HttpError {
  return failure('HTTP_ABORTED', `${name}: aborted.`, signal.reason);
}

/** The answer is packed in a way that was not asked for, or damaged. */
export function packedFailure(name: RequestName): HttpError {
  return failure('HTTP_UNEXPECTED_BODY', `${name}: the answer cannot be unpacked.`);
}

/** The answer is not JSON. Nothing of the body is told. */
export function notJsonFailure(name: RequestName, contentType: string | undefined): HttpError {
  const kind = contentType === undefined ? 'text of no stated type' : (contentType.split(';')[0] ?? '').trim();
  return failure('HTTP_UNEXPECTED_BODY', `${name}: the answer is not JSON (${kind.slice(0, 80).replace(/[^\w/+.-]/g, '?')}).`);
}

const remedies: Readonly<Record<HttpErrorCode, string>> = {
  HTTP_UNREACHABLE: 'Check the address, the network, and the proxy settings (HTTPS_PROXY, NO_PROXY), then try again.',
  HTTP_TIMEOUT: 'Try again; if it stays slow, check the network and the status page of the server.',
  HTTP_TOO_LARGE: 'Check that the address is the right one: such answers are not normally this large.',
  HTTP_UNEXPECTED_BODY: 'Check that the address is the right one: another kind of server may have answered.',
  HTTP_FORBIDDEN_URL: 'Use an https:// URL.',
  HTTP_ABORTED: 'Start it again if the interruption was not meant.',
};

function failure(code: HttpErrorCode, message: string, cause?: unknown): HttpError {
  return new HttpError({ code, message, remedy: remedies[code], cause });
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}
