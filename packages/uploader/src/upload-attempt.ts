import { isCodedError, type CodedError } from '@ropewalk/core';
import { authorize, type RefusedHeader } from './authorize.ts';
import { askIndex, conflict, landed, unchanged } from './existing-file.ts';
import { judge, type Verdict } from './judge.ts';
import { sendOnce, type SendObserver, type SentUpload } from './send.ts';
import type { UploadContext } from './upload-context.ts';
import { UploadError } from './upload-error.ts';
import { failed, isTransport } from './upload-failures.ts';
import type { UploadFile } from './upload-file.ts';
import type { UploadOutcome } from './upload-outcome.ts';

/** Which way a file goes, by what was answered so far; kept from one attempt to the next. */
export interface Route {
  readonly url: URL;
  /** How often it was sent on. */
  readonly redirects: number;
  /** What the index took no more: another goes in its place. A file gets one renewal. */
  readonly refused: RefusedHeader | undefined;
}

/** One attempt among several. */
export interface Attempt {
  /** From 1 on. */
  readonly number: number;
  /** Whether an earlier one may have arrived all the same. */
  readonly isAmbiguous: boolean;
}

/** What one attempt came to: an end, or a reason to try again. */
export type AttemptResult =
  | { readonly type: 'end'; readonly outcome: UploadOutcome }
  | {
      readonly type: 'again';
      readonly route: Route;
      readonly error: CodedError;
      /** What the index asks for, in milliseconds. */
      readonly pauseMs: number | undefined;
      /** Whether the index may have stored the file all the same. */
      readonly isAmbiguous: boolean;
    };

const maxRedirects = 3;

/** Sends a file and judges the answer. Being sent on, and sending again with a new token, belong to the same attempt. */
export async function attemptUpload(file: UploadFile, route: Route, attempt: Attempt, context: UploadContext): Promise<AttemptResult> {
  let authorization: string | undefined;
  let sent: SentUpload;
  try {
    authorization = await authorize(route.url, context, route.refused);
    sent = await sendOnce(file, { ...context, url: route.url, authorization }, observerOf(file, context));
  } catch (error) {
    context.signal?.throwIfAborted();
    if (!isCodedError(error)) throw error;
    return isTransport(error) ? { type: 'again', route, error, pauseMs: undefined, isAmbiguous: true } : end(failed(error));
  }
  const verdict = judge(file, sent, context.now());
  const renewed = routeWithNewToken(route, verdict, authorization, context);
  if (renewed !== undefined) {
    context.emit({ type: 'upload-note', file: file.filename, note: 'The index takes the upload token no more: a new one is asked for, and the file sent again.' });
    return attemptUpload(file, renewed, attempt, context);
  }
  const followed = routeSentOn(route, verdict, sent);
  return followed === undefined ? resultOf(file, verdict, sent, { route, attempt, context }) : attemptUpload(file, followed, attempt, context);
}

function observerOf(file: UploadFile, context: UploadContext): SendObserver {
  return {
    sent: (sentBytes, totalBytes) => context.emit({ type: 'upload-progress', file: file.filename, sentBytes, totalBytes }),
    waiting: () => context.emit({ type: 'upload-wait', file: file.filename }),
  };
}

function routeWithNewToken(route: Route, verdict: Verdict, authorization: string | undefined, { credential }: UploadContext): Route | undefined {
  if (verdict.type !== 'refused' || !verdict.newTokenMayHelp || credential?.kind !== 'minted') return undefined;
  return authorization === undefined || route.refused !== undefined ? undefined : { ...route, refused: { authorization, error: verdict.error } };
}

function routeSentOn(route: Route, verdict: Verdict, { response }: SentUpload): Route | undefined {
  if (verdict.type !== 'redirect' || verdict.location?.origin !== route.url.origin || route.redirects >= maxRedirects) return undefined;
  return [301, 302, 307, 308].includes(response.status) ? { ...route, url: verdict.location, redirects: route.redirects + 1 } : undefined;
}

interface Circumstances {
  readonly route: Route;
  readonly attempt: Attempt;
  readonly context: UploadContext;
}

async function resultOf(file: UploadFile, verdict: Verdict, sent: SentUpload, circumstances: Circumstances): Promise<AttemptResult> {
  const { route, attempt, context } = circumstances;
  switch (verdict.type) {
    case 'stored':
      context.credentialCheck.passed();
      return end(uploaded(sent, attempt, verdict.said));
    case 'doubtful':
      return end((await landed(file, context, attempt.number)) ?? failed(verdict.error));
    case 'there-already':
      return end(await thereAlready(file, verdict, sent, circumstances));
    case 'try-again':
      return { type: 'again', route, error: verdict.error, pauseMs: verdict.pauseMs, isAmbiguous: verdict.isAmbiguous };
    case 'redirect':
    case 'refused':
      return end(failed(verdict.error));
  }
}

async function thereAlready(file: UploadFile, verdict: Verdict & { type: 'there-already' }, sent: SentUpload, { attempt, context }: Circumstances): Promise<UploadOutcome> {
  // What is there may be what an earlier attempt of this run sent, whose answer was lost.
  const same = (hasProvenance?: boolean): UploadOutcome => (attempt.isAmbiguous ? uploaded(sent, attempt, '') : unchanged(hasProvenance));
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

function uploaded({ transferMs, serverMs }: SentUpload, { number }: Attempt, said: string): UploadOutcome {
  return { status: 'uploaded', confirmedBy: 'answer', attempts: number, transferMs, serverMs, ...(said === '' ? {} : { said }) };
}

function end(outcome: UploadOutcome): AttemptResult {
  return { type: 'end', outcome };
}
