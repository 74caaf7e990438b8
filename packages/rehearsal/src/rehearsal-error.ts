import { CodedError } from '@ropewalk/core';

/** Why a rehearsal did not end well, where none of the steps has a better word for it. */
export type RehearsalErrorCode =
  /** The index does not serve what was uploaded. */
  | 'REHEARSAL_NOT_SERVED'
  /** A file to be kept exists with other content, or what has its name is no file. */
  | 'REHEARSAL_KEEP_CONFLICT'
  /** The folder for what is kept cannot be written to, or is none. */
  | 'REHEARSAL_KEEP_FAILED';

/** A rehearsal did not end well. */
export class RehearsalError extends CodedError<RehearsalErrorCode> {}
