import { isCodedError, type CodedError } from '@ropewalk/core';
import { retryPause } from '@ropewalk/http';
import { authorize, type RefusedHeader } from './authorize.ts';
import { askIndex, conflict, unchanged } from './existing-file.ts';
import { judge, type Verdict } from './judge.ts';
import { sendOnce, type SentUpload } from './send.ts';
import type { UploadContext } from './upload-context.ts';
import { UploadError } from './upload-error.ts';
import { exhausted, failed, isTransport, rateLimited } from './upload-failures.ts';
import type { UploadFile } from './upload-file.ts';
import type { UploadOutcome } from './upload-outcome.ts';

/** What one attempt begins with. */
interface AttemptState {
  readonly attempt: number;
  readonly isAmbiguous: boolean;
  /** What the index took no more: this attempt goes with another. A file gets one renewal. */
  readonly refused: RefusedHeader | undefined;
}

/** What one attempt came to: an end, or a reason to try again. */
type AttemptResult =
  | { readonly type: 'end'; readonly outcome: UploadOutcome }
  | { readonly type: 'redirect'; readonly url: URL; readonly error: CodedError }
  | { readonly type: 'renew'; readonly refused: RefusedHeader }
  | {
      readonly type: 'again';
      readonly error: CodedError;
      readonly pauseMs: number | undefined;
      /** Whether the index may have stored the file all the same. */
      readonly isAmbiguous: boolean;
    };

const maxRedirects = 3;

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
  let url = context.repositoryUrl;
  let redirects = 0;
  let isAmbiguous = false;
  let refused: RefusedHeader | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const result = await tryOnce(file, url, context, { attempt, isAmbiguous, refused });
    if (result.type === 'end') return result.outcome;
    if (result.type === 'renew') {
      refused = result.refused;
      attempt -= 1;
      context.emit({ type: 'upload-note', file: file.filename, note: 'The index takes the upload token no more: a new one is asked for, and the file sent again.' });
      continue;
    }
    if (result.type === 'redirect') {
      redirects += 1;
      if (redirects > maxRedirects) return failed(result.error);
      url = result.url;
      attempt -= 1;
      continue;
    }

    isAmbiguous ||= result.isAmbiguous;
    const isLast = attempt >= context.retries.attempts;
    const pauseMs = retryPause(attempt, result.pauseMs, context.retries, context.random());
    const isTooLong = (result.pauseMs ?? 0) > context.retries.maxMs;
    if (!isLast && !isTooLong) {
      context.emit({ type: 'upload-retry', file: file.filename, attempt, pauseMs, reason: result.error.message });
      await context.sleep(pauseMs, context.signal);
      context.signal?.throwIfAborted();
    }
    const found = isAmbiguous ? await landed(file, context, attempt) : undefined;
    if (found !== undefined) return found;
    if (isTooLong) return failed(rateLimited(file, result.error, result.pauseMs ?? 0));
    if (isLast) return failed(exhausted(file, url, result.error, attempt));
  }
}

async function landed(file: UploadFile, context: UploadContext, attempts: number): Promise<UploadOutcome | undefined> {
  const now = await askIndex(file, context.lookUp, { fresh: true, signal: context.signal });
  if (now.type === 'same') return { status: 'uploaded', confirmedBy: 'index', attempts, transferMs: 0, serverMs: 0 };
  return now.type === 'other' ? conflict(file, now.sha256, undefined) : undefined;
}

async function tryOnce(
  file: UploadFile,
  url: URL,
  context: UploadContext,
  state: AttemptState,
): Promise<AttemptResult> {
  let authorization: string | undefined;
  let sent: SentUpload;
  try {
    authorization = await authorize(url, context, state.refused);
    sent = await sendOnce(file, { ...context, url, authorization }, observerOf(file, context));
  } catch (error) {
    context.signal?.throwIfAborted();
    if (!isCodedError(error)) throw error;
    return isTransport(error) ? { type: 'again', error, pauseMs: undefined, isAmbiguous: true } : { type: 'end', outcome: failed(error) };
  }
  const verdict = judge(file, sent, context.now());
  const mayRenew = verdict.type === 'refused' && verdict.newTokenMayHelp && context.credential?.kind === 'minted' && state.refused === undefined;
  if (mayRenew && authorization !== undefined) return { type: 'renew', refused: { authorization, error: verdict.error } };
  return resultOf(file, verdict, sent, url, context, state);
}

async function resultOf(
  file: UploadFile,
  verdict: Verdict,
  sent: SentUpload,
  url: URL,
  context: UploadContext,
  state: AttemptState,
): Promise<AttemptResult> {
  switch (verdict.type) {
    case 'stored':
      context.credentialCheck.passed();
      return end(uploaded(sent, state.attempt, verdict.said));
    case 'doubtful':
      return end((await landed(file, context, state.attempt)) ?? failed(verdict.error));
    case 'there-already':
      return end(await thereAlready(file, verdict, sent, context, state));
    case 'redirect': {
      const isFollowed = verdict.location?.origin === url.origin && [301, 302, 307, 308].includes(sent.response.status);
      return isFollowed && verdict.location !== undefined
        ? { type: 'redirect', url: verdict.location, error: verdict.error }
        : end(failed(verdict.error));
    }
    case 'try-again':
      return { type: 'again', error: verdict.error, pauseMs: verdict.pauseMs, isAmbiguous: verdict.isAmbiguous };
    case 'refused':
      return end(failed(verdict.error));
  }
}

async function thereAlready(
  file: UploadFile,
  verdict: Verdict & { type: 'there-already' },
  sent: SentUpload,
  context: UploadContext,
  state: AttemptState,
): Promise<UploadOutcome> {
  // What is there may be what an earlier attempt of this run sent, whose answer was lost.
  const same = (hasProvenance?: boolean): UploadOutcome => (state.isAmbiguous ? uploaded(sent, state.attempt, '') : unchanged(hasProvenance));
  if (verdict.meaning === 'identical') return same();
  const listed = await askIndex(file, context.lookUp, { fresh: true, signal: context.signal });
  if (listed.type === 'same') return same(listed.hasProvenance);
  if (listed.type === 'other') return conflict(file, listed.sha256, verdict.said);
  if (verdict.meaning === 'differs') return conflict(file, undefined, verdict.said);
  if (context.skipExisting) return { status: 'skipped', said: verdict.said };
  return failed(
    new UploadError({
      code: 'FILE_EXISTS',
      message: `The index has a file ${file.filename} already, and does not show whether it is the same${verdict.said === '' ? '' : `: “${verdict.said}”`}.`,
      remedy: 'Compare it with yours, or skip files that exist with --skip-existing.',
      status: verdict.status,
      said: verdict.said,
    }),
  );
}

function observerOf(file: UploadFile, context: UploadContext): { sent(bytes: number, totalBytes: number): void; waiting(): void } {
  return {
    sent: (sentBytes, totalBytes) => context.emit({ type: 'upload-progress', file: file.filename, sentBytes, totalBytes }),
    waiting: () => context.emit({ type: 'upload-wait', file: file.filename }),
  };
}

function uploaded(sent: SentUpload, attempts: number, said: string): UploadOutcome {
  const { transferMs, serverMs } = sent;
  return { status: 'uploaded', confirmedBy: 'answer', attempts, transferMs, serverMs, ...(said === '' ? {} : { said }) };
}

function end(outcome: UploadOutcome): AttemptResult {
  return { type: 'end', outcome };
}
