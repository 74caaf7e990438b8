import type { JsonObject } from '@ropewalk/encoding';
import type { Attestation, ProvenancePublisher } from '@ropewalk/pep740';

/** What is to be verified about a file. */
export type GivenEvidence = GivenAttestation | GivenBundle;

/** An attestation to verify, where it was found, and the publisher that came with it. */
export interface GivenAttestation {
  readonly attestation: Attestation;
  /** For people: a path, or an address. */
  readonly place: string;
  /** The index's claim, when the attestation came in a provenance. */
  readonly claimedPublisher?: ProvenancePublisher;
}

/** A Sigstore bundle that PEP 740 cannot hold, and where it was found. */
export interface GivenBundle {
  readonly bundle: JsonObject;
  readonly place: string;
}

/** A place that may hold evidence about one file. */
export interface EvidenceSource {
  readonly place: string;
  read(): Promise<readonly GivenEvidence[]>;
}
