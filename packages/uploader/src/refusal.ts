import type { HttpResponse } from '@ropewalk/core';
import { UploadError, type FailureScope, type UploadErrorCode } from './upload-error.ts';

/** What a refusal is, and what to do about it. */
export interface RefusalFacts {
  readonly code: UploadErrorCode;
  readonly remedy: string;
  readonly scope: FailureScope;
}

/** Makes the error of a refusal. `subject` is what was refused: a file, a credential. */
export function refusalOf(subject: string, { status, url }: HttpResponse, said: string, { code, remedy, scope }: RefusalFacts): UploadError {
  const message = `${subject}: ${url.host} answered ${status}${said === '' ? '' : `: “${said}”`}.`.replace(/\.”\.$/, '.”');
  return new UploadError({ code, message, remedy, scope, status, said });
}

/** What a status says of itself, where the words that come with it are not known. */
export function generalRefusal(status: number): RefusalFacts {
  if (status === 401 || status === 407) {
    return { code: 'UPLOAD_UNAUTHORIZED', remedy: 'Check the username and password or token; `ropewalk whoami` shows where they come from.', scope: 'all' };
  }
  if (status === 403) {
    return { code: 'UPLOAD_UNAUTHORIZED', remedy: 'Check that this credential may upload to this project.', scope: 'project' };
  }
  if (status === 404 || status === 405 || status === 410) {
    return { code: 'UPLOAD_WRONG_URL', remedy: 'Check the repository URL: it must be the address for uploads (PyPI: https://upload.pypi.org/legacy/), not the one to install from.', scope: 'all' };
  }
  if (status === 429) return { code: 'UPLOAD_RATE_LIMITED', remedy: 'Wait, then run the same command again: what is done stays done.', scope: 'all' };
  if (status >= 500 || status === 408 || status === 425) {
    return { code: 'UPLOAD_UNAVAILABLE', remedy: 'Look at the status page of the index, then run the same command again: what is done stays done.', scope: 'file' };
  }
  return { code: 'UPLOAD_REFUSED', remedy: 'Change what the index names, and upload again.', scope: 'file' };
}
