import type { HttpResponse } from '@ropewalk/core';
import { isRetryStatus, withoutSecrets } from '@ropewalk/http';
import { adviceFor } from './advice.ts';
import { requestedPause } from './rate-limit.ts';
import { generalRefusal, refusalOf } from './refusal.ts';
import type { SentUpload } from './send.ts';
import { serverText } from './server-text.ts';
import { UploadError } from './upload-error.ts';
import type { UploadFile } from './upload-file.ts';
import { vendorAnswerOf } from './vendor-answers.ts';

/** What an index's answer to an upload means. */
export type Verdict =
  | { readonly type: 'stored'; readonly said: string }
  /** It says yes with a web page: a login page or a proxy may have answered instead of the index. */
  | { readonly type: 'doubtful'; readonly error: UploadError }
  | { readonly type: 'there-already'; readonly meaning: 'identical' | 'differs' | 'exists'; readonly said: string; readonly status: number }
  | { readonly type: 'redirect'; readonly location: URL | undefined; readonly error: UploadError }
  | { readonly type: 'try-again'; readonly pauseMs: number | undefined; readonly error: UploadError; /** Whether the index may have stored the file all the same. */ readonly isAmbiguous: boolean }
  | { readonly type: 'refused'; readonly error: UploadError; readonly newTokenMayHelp: boolean };

/** Judges an index's answer. */
export function judge(file: UploadFile, sent: SentUpload, now: Date): Verdict {
  const { response } = sent;
  const { status } = response;
  const said = serverText(response, sent.secrets);
  if (status >= 200 && status < 300) return yesVerdict(file, sent, said);
  const known = vendorAnswerOf(status, said);
  if (known !== undefined) return { type: 'there-already', meaning: known.meaning, said, status };
  if (status >= 300 && status < 400) return redirectVerdict(file, sent, said);

  const advice = adviceFor(status, said);
  const error = refusalOf(file.filename, response, said, { ...generalRefusal(status), ...advice });
  const pauseMs = requestedPause(response.headers, now);
  if (advice === undefined && isRetryStatus(status)) return { type: 'try-again', pauseMs, error, isAmbiguous: status >= 500 || status === 408 };
  // A known refusal that says when it ends is worth waiting for; without a time, asking again is hammering.
  if (status === 429 && pauseMs !== undefined) return { type: 'try-again', pauseMs, error, isAmbiguous: false };
  return { type: 'refused', error, newTokenMayHelp: advice?.newTokenMayHelp ?? false };
}

function yesVerdict(file: UploadFile, { response, isWhole }: SentUpload, said: string): Verdict {
  const { status } = response;
  const known = vendorAnswerOf(status, said);
  if (known !== undefined && isWhole) return { type: 'there-already', meaning: known.meaning, said, status };
  if (isWebPage(response)) return { type: 'doubtful', error: webPage(file, response, said) };
  // It cannot have stored what it did not get, whatever it says; nor was the file held against its digest by then.
  if (!isWhole) return { type: 'try-again', pauseMs: undefined, error: tooEarly(file, response), isAmbiguous: true };
  return { type: 'stored', said };
}

function tooEarly(file: UploadFile, { url, status }: HttpResponse): UploadError {
  return new UploadError({
    code: 'UPLOAD_UNAVAILABLE',
    message: `${file.filename}: ${url.host} answered ${status} before it had the whole file, which it cannot have stored.`,
    remedy: 'Check whether a proxy stands between here and the index, then run the same command again.',
    status,
  });
}

// pypiserver calls its empty answer HTML too.
function isWebPage(response: HttpResponse): boolean {
  return /^\s*<(?:!doctype|html|head|body|\?xml|!--)/i.test(response.text().slice(0, 1000));
}

function webPage(file: UploadFile, response: HttpResponse, said: string): UploadError {
  return new UploadError({
    code: 'UPLOAD_WRONG_URL',
    message: `${file.filename}: ${response.url.host} answered ${response.status} with a web page, as no index does.`,
    remedy: 'Check the repository URL, and whether a proxy or a login page stands between here and the index.',
    scope: 'all',
    status: response.status,
    said,
  });
}

function redirectVerdict(file: UploadFile, { response, secrets }: SentUpload, said: string): Verdict {
  const location = URL.parse(response.headers['location'] ?? '', response.url.href) ?? undefined;
  const shown = location === undefined ? undefined : withoutSecrets(`${location.protocol}//${location.host}${location.pathname}`, secrets);
  const isSlash = location?.href === `${response.url.href}/`;
  const error = new UploadError({
    code: 'UPLOAD_REDIRECTED',
    message: `${file.filename}: ${response.url.host} sends on to ${shown ?? 'nowhere'}, where the upload was not sent.`,
    remedy: isSlash ? 'Put a slash at the end of the repository URL.' : 'If you trust that address, give it as the repository URL.',
    scope: 'all',
    status: response.status,
    said,
    ...(shown === undefined ? {} : { location: shown }),
  });
  return { type: 'redirect', location, error };
}
