import { CodedError, type CodedErrorFields } from '@ropewalk/core';
import type { Refusal } from './refusal.ts';

/** Why no upload token was had. */
export type TrustedPublishingErrorCode =
  /** The index has it, but switched off. */
  | 'TRUSTED_PUBLISHING_DISABLED'
  /** The index does not have it. */
  | 'TRUSTED_PUBLISHING_NOT_SUPPORTED'
  /** The index answered something that is neither a token nor a refusal. */
  | 'TRUSTED_PUBLISHING_UNEXPECTED_ANSWER'
  /** The index names endpoints on another host. */
  | 'ENDPOINTS_REFUSED'
  /** The audience belongs to another origin than this index. Nothing was sent. */
  | 'AUDIENCE_REFUSED'
  /** The CI system gave a token that was sent before: it cannot be exchanged twice. */
  | 'IDENTITY_TOKEN_SPENT'
  /** The index does not accept the identity token. */
  | 'TOKEN_REFUSED';

/** What a {@link TrustedPublishingError} is made of. */
export interface TrustedPublishingErrorFields extends CodedErrorFields<TrustedPublishingErrorCode> {
  readonly refusals?: readonly Refusal[];
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** No upload token was had from an index. */
export class TrustedPublishingError extends CodedError<TrustedPublishingErrorCode> {
  /** What the index said, each with advice; of a `TOKEN_REFUSED` only. */
  readonly refusals: readonly Refusal[];
  /** The claims of the identity token that was refused. They are not secret; the token is not among them. */
  readonly claims: Readonly<Record<string, unknown>>;

  constructor(fields: TrustedPublishingErrorFields) {
    super(fields);
    this.refusals = fields.refusals ?? [];
    this.claims = fields.claims ?? {};
  }
}
