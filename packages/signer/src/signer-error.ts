import { CodedError, type CodedErrorFields } from '@ropewalk/core';

/** Why something could not be signed. */
export type SignerErrorCode =
  /** The token is for another audience, ends too soon, or names an e-mail address that nobody verified. */
  | 'IDENTITY_TOKEN_UNSUITABLE'
  /** Fulcio answered and said no. */
  | 'FULCIO_REFUSED'
  /** Fulcio did not answer, or only with a failure that passes. */
  | 'FULCIO_UNAVAILABLE'
  /** Fulcio's certificate is not one that can be used: another key, another authority, no SCT, not valid now. */
  | 'CERTIFICATE_WRONG'
  /** This machine's clock is so far behind that what is signed now would seem to come from the future. */
  | 'CLOCK_WRONG'
  /** Rekor answered and said no. */
  | 'REKOR_REFUSED'
  /** Rekor did not answer, or only with a failure that passes. */
  | 'REKOR_UNAVAILABLE'
  /** Rekor's entry does not verify, or is not the one that was asked for. */
  | 'LOG_ENTRY_WRONG'
  /** The time for the whole run is over. */
  | 'SIGNING_TIMEOUT'
  /** A signing configuration names no Fulcio or no Rekor v1 that can be used now. */
  | 'SIGNING_CONFIG_UNUSABLE'
  /** A file is neither a Sigstore bundle nor one bundle on each line. */
  | 'BUNDLE_FILE_MALFORMED';

/** What a {@link SignerError} is made of. */
export interface SignerErrorFields extends CodedErrorFields<SignerErrorCode> {
  /** Positions of the statements that are still without a bundle, when several were to be signed. */
  readonly remaining?: readonly number[];
}

/** Something could not be signed. Names the service and what remains; never a token. */
export class SignerError extends CodedError<SignerErrorCode> {
  readonly remaining: readonly number[] | undefined;

  constructor(fields: SignerErrorFields) {
    super(fields);
    this.remaining = fields.remaining;
  }
}
