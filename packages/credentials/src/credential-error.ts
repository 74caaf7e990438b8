import { CodedError } from '@ropewalk/core';

/** Why there is no credential, or why the one found is not used. */
export type CredentialErrorCode =
  /** No source has one. */
  | 'CREDENTIAL_NOT_FOUND'
  /** It belongs to another index, or would go to another origin than its source names. */
  | 'CREDENTIAL_FOR_OTHER_INDEX'
  /** It is a token for other projects than those of the release. */
  | 'CREDENTIAL_FOR_OTHER_PROJECT'
  /** It cannot be right: broken in two, of a kind this index never takes, expired. */
  | 'CREDENTIAL_UNUSABLE'
  /** Two sources of the same rank contradict each other. */
  | 'CREDENTIAL_CONFLICT'
  /** It would be readable on its way: plain http off loopback. */
  | 'CREDENTIAL_EXPOSED'
  /** The `.pypirc` or netrc file cannot be read, or is not well-formed. */
  | 'CREDENTIAL_FILE_UNREADABLE'
  /** The `.pypirc` file has no section of the name asked for. */
  | 'REPOSITORY_UNKNOWN';

/** There is no usable credential. Never holds any part of a secret. */
export class CredentialError extends CodedError<CredentialErrorCode> {}
