import type { Attestation, ProvenancePublisher } from '@ropewalk/pep740';

/** An attestation to verify, where it was found, and the publisher that came with it. */
export interface GivenAttestation {
  readonly attestation: Attestation;
  /** For people: a path, or an address. */
  readonly place: string;
  /** The index's claim, when the attestation came in a provenance. */
  readonly claimedPublisher?: ProvenancePublisher;
}

/** A place that may hold attestations of one file. */
export interface EvidenceSource {
  readonly place: string;
  read(): Promise<readonly GivenAttestation[]>;
}
