import { CodedError, type CodedErrorFields } from '@ropewalk/core';

/** Why a release was not published, where none of the steps has a better word for it. */
export type PublishErrorCode =
  /** Settings that contradict each other, found before anything is read or asked for. */
  | 'CONFIGURATION_CONFLICT'
  /** Files that are not a release the index would take. */
  | 'RELEASE_REFUSED'
  /** The identity's repository is not public, and nobody said that its name may become so. */
  | 'IDENTITY_NOT_PUBLIC'
  /** The identity is not the publisher that was expected. */
  | 'IDENTITY_UNEXPECTED'
  /** The index refuses this identity whatever publisher is registered. */
  | 'IDENTITY_UNACCEPTABLE'
  /** Neither the identity nor the environment says what was built, so no SLSA provenance can be made. */
  | 'IDENTITY_BUILD_UNKNOWN'
  /** A file with attestations cannot be written. */
  | 'ATTESTATION_NOT_KEPT'
  /** Where an attestation belongs there is one of another identity. */
  | 'ATTESTATION_OF_ANOTHER'
  /** A file of bundles that was named cannot be read. */
  | 'BUNDLE_FILE_UNREADABLE'
  /** A bundle is about a file of the release, but of another identity, or does not hold. */
  | 'BUNDLE_UNACCEPTABLE'
  /** An attestation, just made or found, does not pass the check the index will make. */
  | 'ATTESTATION_UNACCEPTABLE'
  /** Attestations are required, and a file has none. */
  | 'ATTESTATION_MISSING'
  /** Several files were not uploaded, for different reasons. */
  | 'UPLOAD_INCOMPLETE'
  /** Attestations are required, and the index has a file already without one. */
  | 'UPLOAD_UNATTESTED'
  /** The index serves other content than was uploaded. */
  | 'UPLOAD_REPLACED'
  /** The index took everything, but does not serve it (yet). */
  | 'INDEX_NOT_SERVED';

/** What a {@link PublishError} is made of. */
export interface PublishErrorFields extends CodedErrorFields<PublishErrorCode> {
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** A release was not published. */
export class PublishError extends CodedError<PublishErrorCode> {
  /** The claims of the identity token, where the error is about it. They are not secret; the token is not among them. */
  readonly claims: Readonly<Record<string, unknown>>;

  constructor(fields: PublishErrorFields) {
    super(fields);
    this.claims = fields.claims ?? {};
  }
}
