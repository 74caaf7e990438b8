import type { CodedError } from '@ropewalk/core';
import { isCertificateError } from '@ropewalk/http';
import { UploadError } from './upload-error.ts';
import type { UploadFile } from './upload-file.ts';
import type { UploadOutcome } from './upload-outcome.ts';

/** The outcome of a file that failed. */
export function failed(error: CodedError): UploadOutcome {
  // What is not about a file (a credential, an address) is about all of them.
  return { status: 'failed', error, scope: error instanceof UploadError ? error.scope : 'all' };
}

/** All attempts failed. */
export function exhausted(file: UploadFile, url: URL, last: CodedError, attempts: number): UploadError {
  const isServer = last instanceof UploadError;
  return new UploadError({
    code: isServer && last.code === 'UPLOAD_RATE_LIMITED' ? 'UPLOAD_RATE_LIMITED' : 'UPLOAD_UNAVAILABLE',
    message: `${file.filename} could not be uploaded to ${url.host} in ${attempts} attempts. The last: ${last.message}`,
    remedy: last.remedy,
    cause: last,
    scope: isServer ? last.scope : 'all',
    ...(isServer && last.status !== undefined ? { status: last.status } : {}),
    ...(isServer && last.said !== undefined ? { said: last.said } : {}),
  });
}

/** The index asks for a pause that is too long. */
export function rateLimited(file: UploadFile, last: CodedError, pauseMs: number): UploadError {
  return new UploadError({
    code: 'UPLOAD_RATE_LIMITED',
    message: `${file.filename}: the index asks for a pause of ${Math.ceil(pauseMs / 1000)} s, which was not waited for. ${last.message}`,
    remedy: 'Run the same command again after that time: what is done stays done.',
    cause: last,
    scope: last instanceof UploadError ? last.scope : 'all',
    ...(last instanceof UploadError && last.status !== undefined ? { status: last.status } : {}),
  });
}

const transportCodes: ReadonlySet<string> = new Set(['HTTP_UNREACHABLE', 'HTTP_TIMEOUT', 'HTTP_TOO_LARGE']);

/** Whether an error is a trouble of the network that another attempt may not meet. */
export function isTransport(error: CodedError): boolean {
  return transportCodes.has(error.code) && !isCertificateError(error);
}
