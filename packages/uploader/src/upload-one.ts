import { isCodedError, type CodedError, type HttpClient } from '@ropewalk/core';
import type { Credential } from '@ropewalk/credentials';
import { isCertificateError, retryPause } from '@ropewalk/http';
import { askIndex, conflict, unchanged, type LookUpFile } from './existing-file.ts';
import { judge, type Verdict } from './judge.ts';
import { sendOnce, type SentUpload, type UploadPatience } from './send.ts';
import { UploadError } from './upload-error.ts';
import { exhausted, failed, rateLimited } from './upload-failures.ts';
import type { UploadFile } from './upload-file.ts';
import type { UploadEvent, UploadOutcome } from './upload-outcome.ts';

/** How often and after which pauses an upload is tried again. */
export interface UploadRetries {
  /** Attempts in all. */
  readonly attempts: number;
  readonly baseMs: number;
  /** The longest pause; an index that asks for a longer one is not waited for. */
  readonly maxMs: number;
}

/** What all uploads of a run share. */
export interface UploadContext {
  readonly http: HttpClient;
  readonly repositoryUrl: URL;
  readonly credential: Credential | undefined;
  readonly lookUp: LookUpFile | undefined;
  readonly skipExisting: boolean;
  readonly patience: UploadPatience;
  readonly retries: UploadRetries;
  readonly now: () => Date;
  readonly random: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
  readonly signal: AbortSignal | undefined;
  readonly emit: (event: UploadEvent) => void;
}

/** What one attempt came to: an end, or a reason to try again. */
type AttemptResult =
  | { readonly type: 'end'; readonly outcome: UploadOutcome }
  | { readonly type: 'redirect'; readonly url: URL; readonly error: CodedError }
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
  return sendUntilEnd(file, context);
}

async function sendUntilEnd(file: UploadFile, context: UploadContext): Promise<UploadOutcome> {
  let url = context.repositoryUrl;
  let redirects = 0;
  let isAmbiguous = false;
  for (let attempt = 1; ; attempt += 1) {
    const result = await tryOnce(file, url, context, { attempt, isAmbiguous });
    if (result.type === 'end') return result.outcome;
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
  state: { readonly attempt: number; readonly isAmbiguous: boolean },
): Promise<AttemptResult> {
  let sent: SentUpload;
  try {
    sent = await sendOnce(file, { ...context, url }, observerOf(file, context));
  } catch (error) {
    context.signal?.throwIfAborted();
    if (!isCodedError(error)) throw error;
    return isTransport(error) ? { type: 'again', error, pauseMs: undefined, isAmbiguous: true } : { type: 'end', outcome: failed(error) };
  }
  return resultOf(file, judge(file, sent.response, context.now()), sent, url, context, state);
}

async function resultOf(
  file: UploadFile,
  verdict: Verdict,
  sent: SentUpload,
  url: URL,
  context: UploadContext,
  state: { readonly attempt: number; readonly isAmbiguous: boolean },
): Promise<AttemptResult> {
  switch (verdict.type) {
    case 'stored':
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
    case 'try-again': {
      const isAmbiguous = sent.response.status >= 500 || sent.response.status === 408;
      return { type: 'again', error: verdict.error, pauseMs: verdict.pauseMs, isAmbiguous };
    }
    case 'refused':
      return end(failed(verdict.error));
  }
}

async function thereAlready(
  file: UploadFile,
  verdict: Verdict & { type: 'there-already' },
  sent: SentUpload,
  context: UploadContext,
  state: { readonly attempt: number; readonly isAmbiguous: boolean },
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

const transportCodes: ReadonlySet<string> = new Set(['HTTP_UNREACHABLE', 'HTTP_TIMEOUT', 'HTTP_TOO_LARGE']);

function isTransport(error: CodedError): boolean {
  return transportCodes.has(error.code) && !isCertificateError(error);
}

function uploaded(sent: SentUpload, attempts: number, said: string): UploadOutcome {
  const { transferMs, serverMs } = sent;
  return { status: 'uploaded', confirmedBy: 'answer', attempts, transferMs, serverMs, ...(said === '' ? {} : { said }) };
}

function end(outcome: UploadOutcome): AttemptResult {
  return { type: 'end', outcome };
}
