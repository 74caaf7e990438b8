import { CodedError } from '@ropewalk/core';

/** Why a release was not published, where none of the steps has a better word for it. */
export type PublishErrorCode =
  /** Settings that contradict each other, found before anything is read or asked for. */
  | 'CONFIGURATION_CONFLICT'
  /** Files that are not a release the index would take. */
  | 'RELEASE_REFUSED'
  /** The identity's repository is not public, and nobody said that its name may become so. */
  | 'IDENTITY_NOT_PUBLIC'
  /** An attestation just made does not pass the check the index will make. */
  | 'ATTESTATION_UNACCEPTABLE'
  /** Several files were not uploaded, for different reasons. */
  | 'UPLOAD_INCOMPLETE';

/** A release was not published. */
export class PublishError extends CodedError<PublishErrorCode> {}
