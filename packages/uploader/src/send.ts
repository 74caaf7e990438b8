import { HttpError, isCodedError, type CodedError, type HttpClient, type HttpResponse } from '@ropewalk/core';
import { uploadBody } from './multipart.ts';
import { sentSecrets } from './sent-secrets.ts';
import type { UploadFile } from './upload-file.ts';
import { watchProgress } from './watch-progress.ts';

/** How long an upload may take. */
export interface UploadPatience {
  /** The longest time without a byte taken by the network, in milliseconds. */
  readonly stallMs: number;
  /** The longest time for the index to answer once everything was sent, in milliseconds. */
  readonly answerMs: number;
  /** The slowest transfer waited for, in bytes per second. */
  readonly minBytesPerSecond: number;
}

/** What sending tells while it goes on. */
export interface SendObserver {
  /** Bytes handed to the network, of the file and the form around it. */
  sent(bytes: number, totalBytes: number): void;
  /** Everything was handed to the network; from now on the index works. */
  waiting(): void;
}

/** One answer, and where the time went. */
export interface SentUpload {
  readonly response: HttpResponse;
  /** Whether all of it was handed to the network before the answer came. */
  readonly isWhole: boolean;
  /** What was sent beside it and must not be shown. */
  readonly secrets: readonly string[];
  readonly transferMs: number;
  readonly serverMs: number;
}

/** Where and as whom, for one attempt. */
export interface SendTarget {
  readonly http: HttpClient;
  readonly url: URL;
  /** Where it was to go before it was sent on. */
  readonly repositoryUrl: URL;
  /** The value of the header, a secret. `undefined`: none is sent. */
  readonly authorization: string | undefined;
  readonly patience: UploadPatience;
  readonly signal: AbortSignal | undefined;
}

/** PyPI says what is wrong in JSON to those who ask for it, and in the reason phrase otherwise. */
export const acceptedAnswers = 'application/json;q=0.9, text/plain;q=0.8, text/html;q=0.7';

/**
 * Sends one file once.
 *
 * @throws `HttpError` when there is no answer (`HTTP_TIMEOUT` also for a stall), `UploadError` `FILE_CHANGED`.
 */
export async function sendOnce(file: UploadFile, target: SendTarget, observer: SendObserver): Promise<SentUpload> {
  const { patience, authorization } = target;
  const body = uploadBody(file);
  const watch = watchProgress(body, patience, target.signal, observer);
  const startedAt = performance.now();
  try {
    const response = await target.http.request({
      url: target.url,
      method: 'POST',
      headers: {
        'content-type': body.contentType,
        accept: acceptedAnswers,
        ...(authorization === undefined ? {} : { authorization }),
      },
      body: watch.body,
      timeoutMs: patience.answerMs + (body.lengthBytes / patience.minBytesPerSecond) * 1000,
      retries: 0,
      maxBytes: 1024 * 1024,
      signal: watch.signal,
    });
    const answeredAt = performance.now();
    const sentAt = watch.sentAt();
    const endedAt = sentAt ?? answeredAt;
    return { response, isWhole: sentAt !== undefined, secrets: sentSecrets([target.repositoryUrl, target.url], authorization), transferMs: endedAt - startedAt, serverMs: answeredAt - endedAt };
  } catch (error) {
    throw watch.stalled() && isCodedError(error) && error.code === 'HTTP_ABORTED' ? stall(file, target.url, watch.sentAt() !== undefined, error) : error;
  } finally {
    watch.stop();
  }
}

function stall(file: UploadFile, url: URL, wasSent: boolean, cause: CodedError): HttpError {
  return new HttpError({
    code: 'HTTP_TIMEOUT',
    message: wasSent
      ? `${file.filename} was sent to ${url.host}, but no answer came in time.`
      : `${file.filename}: ${url.host} stopped taking bytes.`,
    remedy: 'Check the network and the status page of the index, then try again.',
    cause,
  });
}
