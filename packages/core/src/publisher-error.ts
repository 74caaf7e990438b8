import { CodedError } from './coded-error.ts';

/** Why a publisher cannot be read. */
export type PublisherErrorCode =
  /** It is of a known kind, but not well-formed. */
  | 'PUBLISHER_MALFORMED'
  /** No kind that was handed in knows it. */
  | 'PUBLISHER_KIND_UNKNOWN';

/** A publisher, as a flag or as an object of a provenance, cannot be read. */
export class PublisherError extends CodedError<PublisherErrorCode> {}
