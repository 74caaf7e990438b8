export { AttestationError, type AttestationErrorCode } from './attestation-error.ts';
export {
  attestationFrom,
  MAX_ATTESTATION_BYTES,
  parseAttestation,
  serializeAttestation,
  statementBytes,
  type Attestation,
  type Envelope,
  type VerificationMaterial,
} from './attestation.ts';
export { attestationToBundle, bundleToAttestation, type SigstoreBundle } from './bundle.ts';
export { IN_TOTO_PAYLOAD_TYPE, PUBLISH_PREDICATE_TYPE, SLSA_PREDICATE_TYPE } from './constants.ts';
export {
  parseProvenance,
  serializeProvenance,
  type AttestationBundle,
  type Provenance,
  type ProvenancePublisher,
} from './provenance.ts';
export { createStatement, parseStatement, type Statement, type StatementFields } from './statement.ts';
