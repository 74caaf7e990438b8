import { CodedError } from '@ropewalk/core';

/** Why a trusted root cannot be used. */
export type TrustedRootErrorCode =
  /** The file cannot be read. */
  | 'TRUSTED_ROOT_UNREADABLE'
  /** The file is not JSON. */
  | 'TRUSTED_ROOT_NOT_JSON'
  /** JSON, but something that verification relies on is missing or wrong, such as a key without start of validity. */
  | 'TRUSTED_ROOT_INCOMPLETE'
  /** The cached root or its TUF metadata is damaged. It is never replaced by an older root. */
  | 'TRUSTED_ROOT_CACHE_BROKEN'
  /** The newest root verified is older than the operator allows. */
  | 'TRUSTED_ROOT_TOO_OLD'
  /** The TUF repository could not be reached. */
  | 'TRUSTED_ROOT_UPDATE_UNREACHABLE'
  /** What the TUF repository serves was refused: signatures, rollback, freeze, mixed or altered metadata. */
  | 'TRUSTED_ROOT_UPDATE_REFUSED';

/** A trusted root cannot be used. There is no fallback: without a trusted root nothing verifies. */
export class TrustedRootError extends CodedError<TrustedRootErrorCode> {}
