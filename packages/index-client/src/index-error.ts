import { CodedError } from '@ropewalk/core';

/** Why an index cannot be read. What brings no answer at all is an `HttpError` of `@ropewalk/core`. */
export type IndexErrorCode =
  /** It refuses whoever asks: 401, 403. */
  | 'INDEX_REFUSED'
  /** It has a trouble of its own: 429, 5xx. */
  | 'INDEX_UNAVAILABLE'
  /** It sends on to another place than itself. */
  | 'INDEX_REDIRECTED'
  /** The answer is not what an index says: another kind of page, broken JSON, of a newer major version. */
  | 'INDEX_UNEXPECTED_ANSWER'
  /** It links to a place where links from an index are not followed. */
  | 'INDEX_LINK_FORBIDDEN'
  /** A downloaded file is not the one that the index lists. */
  | 'INDEX_FILE_DIFFERS'
  /** A listed file is not there. */
  | 'INDEX_FILE_MISSING';

/** An index cannot be read. */
export class IndexError extends CodedError<IndexErrorCode> {}
