import { CodedError } from './coded-error.ts';

/** Why no identity, or no token of it, could be had. */
export type IdentityErrorCode =
  | 'IDENTITY_NOT_FOUND'
  | 'IDENTITY_PERMISSION_MISSING'
  | 'IDENTITY_UNUSABLE'
  | 'IDENTITY_REQUEST_FAILED'
  | 'IDENTITY_TOKEN_MALFORMED'
  | 'IDENTITY_TOKEN_MISMATCH';

/** An identity or its token could not be had. */
export class IdentityError extends CodedError<IdentityErrorCode> {}
