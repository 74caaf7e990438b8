import { CodedError } from '@ropewalk/core';

/** Why an attestation, provenance, statement or bundle cannot be used as what it should be. */
export type AttestationErrorCode =
  /** Empty, not UTF-8, or not JSON. */
  | 'ATTESTATION_NOT_JSON'
  /** Larger or deeper than any attestation is. */
  | 'ATTESTATION_TOO_LARGE'
  /** Programs may read it differently: a key twice in one object, `1.0` for `1`. */
  | 'ATTESTATION_AMBIGUOUS'
  /** JSON of another shape. */
  | 'ATTESTATION_MALFORMED'
  /** A version other than 1. */
  | 'ATTESTATION_VERSION_UNKNOWN'
  | 'PROVENANCE_NOT_JSON'
  | 'PROVENANCE_TOO_LARGE'
  | 'PROVENANCE_AMBIGUOUS'
  | 'PROVENANCE_MALFORMED'
  | 'PROVENANCE_VERSION_UNKNOWN'
  | 'STATEMENT_NOT_JSON'
  | 'STATEMENT_TOO_LARGE'
  | 'STATEMENT_AMBIGUOUS'
  | 'STATEMENT_MALFORMED'
  /** `_type` is not in-toto Statement v1. */
  | 'STATEMENT_TYPE'
  /** No subject, or more than one. */
  | 'STATEMENT_SUBJECT_COUNT'
  /** A digest that is not lower-case hexadecimal, or of an algorithm PyPI does not read. */
  | 'STATEMENT_DIGEST'
  /** Not a Sigstore bundle 0.1 to 0.3. */
  | 'BUNDLE_MALFORMED'
  /** A good bundle, but PEP 740 has no place for what it holds. */
  | 'BUNDLE_NOT_CONVERTIBLE';

/** An attestation, provenance, statement or bundle cannot be used. The answer is "invalid", never "unverified, but fine". */
export class AttestationError extends CodedError<AttestationErrorCode> {}
