import { isCodedError } from '@ropewalk/core';
import { UploadError } from '@ropewalk/uploader';

// An import of `node:http` would read all it exports, and one of them loads fetch and TLS.
const { STATUS_CODES } = process.getBuiltinModule('node:http');

/** A failure that twine has a name for; that name comes before the colon. */
export class TwineError extends Error {
  readonly title: string;

  constructor(title: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.title = title;
  }
}

/** Gives an error the name and the words by which scripts know it from twine. */
export function asTwineError(error: unknown, repositoryUrl: URL | undefined): TwineError | undefined {
  if (error instanceof TwineError) return error;
  if (!isCodedError(error)) return undefined;
  const address = repositoryUrl === undefined ? 'the repository' : `${repositoryUrl.origin}${repositoryUrl.pathname}`;
  if (error instanceof UploadError) return uploadFailure(error, address);
  switch (error.code) {
    case 'CREDENTIAL_FILE_UNREADABLE':
      return new TwineError('InvalidConfiguration', `${error.message}\n${error.remedy}`, error);
    case 'TOKEN_REFUSED':
    case 'IDENTITY_REQUEST_FAILED':
    case 'IDENTITY_PERMISSION_MISSING':
      return new TwineError('TrustedPublishingFailure', `${error.message}\n${error.remedy}`, error);
    default:
      return new TwineError(error.name, `${error.message}\n${error.remedy}`, error);
  }
}

function uploadFailure(error: UploadError, address: string): TwineError {
  const { status, said, message, location = 'another address' } = error;
  // What twine does not offer for such an index is no advice.
  const remedy = error.code === 'FILE_EXISTS' ? '`ropewalk upload` compares files by their digests on every index.' : error.remedy;
  if (error.code === 'UPLOAD_REDIRECTED') return new TwineError('RedirectDetected', `${address} attempted to redirect to ${location}.\n${remedy}`, error);
  if (status === 405 && /\/\/(?:[\w-]+\.)?pypi\.org\//.test(`${address}/`)) {
    return new TwineError('InvalidPyPIUploadURL', 'It appears you are trying to upload to pypi.org but have an invalid URL. The right ones are https://upload.pypi.org/legacy/ and https://test.pypi.org/legacy/.', error);
  }
  if (status === 410) return new TwineError('UploadToDeprecatedPyPIDetected', `${address} takes no uploads any more. The right address is https://upload.pypi.org/legacy/ (or https://test.pypi.org/legacy/).`, error);
  if (status === undefined) return new TwineError(error.code === 'FILE_CHANGED' || error.code === 'FILE_CONFLICT' ? 'InvalidDistribution' : 'ConnectionError', `${message}\n${remedy}`, error);
  const phrase = STATUS_CODES[status] ?? 'Unknown Status';
  return new TwineError('HTTPError', `${status} ${phrase} from ${address}\n${said === undefined || said === '' ? phrase : said}\n${remedy}`, error);
}
