/** The predicate type of a PyPI publish attestation. @see https://docs.pypi.org/attestations/publish/v1 */
export const PUBLISH_PREDICATE_TYPE = 'https://docs.pypi.org/attestations/publish/v1';
/** The predicate type of SLSA provenance. @see https://slsa.dev/provenance/v1 */
export const SLSA_PREDICATE_TYPE = 'https://slsa.dev/provenance/v1';
/** The DSSE payload type of every attestation. */
export const IN_TOTO_PAYLOAD_TYPE = 'application/vnd.in-toto+json';
/** `_type` of every statement. */
export const IN_TOTO_STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
