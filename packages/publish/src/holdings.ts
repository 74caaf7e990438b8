import type { DistributionIdentity } from '@ropewalk/distribution';
import type { Attestation } from '@ropewalk/pep740';
import type { Evidence } from '@ropewalk/verifier';
import type { AttestationFile, AttestationFileKind } from './existing-attestations.ts';
import type { SigningContext } from './sign-jobs.ts';

/** A distribution to be attested. */
export type Attestable = Pick<DistributionIdentity, 'filename' | 'sha256' | 'path'>;

/** An attestation that a distribution has. */
export interface HeldAttestation {
  readonly kind: AttestationFileKind;
  readonly attestation: Attestation;
  readonly evidence: Evidence;
  /** `found` where it belongs, taken from a file of bundles, or signed now. */
  readonly origin: 'found' | 'bundle' | 'signed';
  /** Where it is. */
  readonly paths: readonly string[];
}

/** What every distribution has, by its name; filled while it is made, so that it is known also when something fails. */
export type Holdings = Map<string, readonly HeldAttestation[]>;

/** How attestations are found, made and kept. */
export interface ReuseOrSignContext extends Omit<SigningContext, 'identity' | 'token'> {
  /** Whether SLSA provenance is wanted besides. */
  readonly slsa: boolean;
  /** Paths of files with bundles. */
  readonly fromBundles: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What becomes of an attestation of another identity where ours belongs: `refuse` ends it before anything is signed. */
  readonly foreign: 'replace' | 'refuse';
  /** Finds the attestations that a distribution has already. */
  find(distribution: Attestable): Promise<readonly AttestationFile[]>;
  /** Keeps one; answers with the paths that were written. */
  keep(distribution: Attestable, held: Omit<HeldAttestation, 'evidence'>): Promise<readonly string[]>;
}

/** The kinds of attestations that are wanted of each distribution. */
export function wantedKinds({ slsa }: Pick<ReuseOrSignContext, 'slsa'>): readonly AttestationFileKind[] {
  return slsa ? ['publish', 'slsa'] : ['publish'];
}

/** Adds an attestation to what a distribution has. */
export function hold(holdings: Holdings, { filename }: Pick<Attestable, 'filename'>, held: HeldAttestation): void {
  holdings.set(filename, [...(holdings.get(filename) ?? []), held].toSorted((one, other) => order[one.kind] - order[other.kind]));
}

const order: Readonly<Record<AttestationFileKind, number>> = { publish: 0, slsa: 1 };
