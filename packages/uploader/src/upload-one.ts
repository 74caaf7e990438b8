import { retryPause } from '@ropewalk/http';
import { askIndex, conflict, landed, unchanged } from './existing-file.ts';
import { attemptUpload, type Route } from './upload-attempt.ts';
import type { UploadContext } from './upload-context.ts';
import { exhausted, failed, rateLimited } from './upload-failures.ts';
import type { UploadFile } from './upload-file.ts';
import type { UploadOutcome } from './upload-outcome.ts';

/**
 * Uploads one file: asks the index whether it is there, sends it, and tries again as long as that makes sense. After a
 * failure that leaves open whether the file arrived, the index is asked by digest before anything is sent again.
 * Every failure is an outcome; only an abort by the caller is thrown.
 */
export async function uploadOne(file: UploadFile, context: UploadContext): Promise<UploadOutcome> {
  const before = await askIndex(file, context.lookUp, { fresh: false, signal: context.signal });
  if (before.type === 'same') return unchanged(before.hasProvenance);
  if (before.type === 'other') return conflict(file, before.sha256, undefined);
  if (before.type === 'unknown' && before.error !== undefined) {
    context.emit({ type: 'upload-note', file: file.filename, note: `The index could not be asked whether it has the file: ${before.error.message}` });
  }
  const refusal = await context.credentialCheck.before(file);
  return refusal === undefined ? sendUntilEnd(file, context) : failed(refusal);
}

async function sendUntilEnd(file: UploadFile, context: UploadContext): Promise<UploadOutcome> {
  const { retries, signal } = context;
  let route: Route = { url: context.repositoryUrl, redirects: 0, refused: undefined };
  let isAmbiguous = false;
  for (let number = 1; ; number += 1) {
    const result = await attemptUpload(file, route, { number, isAmbiguous }, context);
    if (result.type === 'end') return result.outcome;

    const { error, pauseMs: requestedMs = 0 } = result;
    route = result.route;
    isAmbiguous ||= result.isAmbiguous;
    const isLast = number >= retries.attempts;
    const isTooLong = requestedMs > retries.maxMs;
    if (!isLast && !isTooLong) {
      const pauseMs = retryPause(number, result.pauseMs, retries, context.random());
      context.emit({ type: 'upload-retry', file: file.filename, attempt: number, pauseMs, reason: error.message });
      await context.sleep(pauseMs, signal);
      signal?.throwIfAborted();
    }
    const found = isAmbiguous ? await landed(file, context, number) : undefined;
    if (found !== undefined) return found;
    if (isTooLong) return failed(rateLimited(file, error, requestedMs));
    if (isLast) return failed(exhausted(file, route.url, error, number));
  }
}
