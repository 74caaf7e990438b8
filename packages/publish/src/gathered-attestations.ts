import type { Attestation } from '@ropewalk/pep740';

/** The attestations of a release, by file name. */
export interface GatheredAttestations {
  readonly byFile: ReadonlyMap<string, readonly Attestation[]>;
  /** As whom was signed; `undefined` when nothing was, or no kind knows the identity's issuer. */
  readonly publisher: string | undefined;
}

/** A release without attestations. */
export const noAttestations: GatheredAttestations = { byFile: new Map(), publisher: undefined };
