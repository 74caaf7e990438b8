import type { Attestation } from '@ropewalk/pep740';
import type { Stop } from './stop.ts';

/** The attestations of a release, by file name. */
export interface GatheredAttestations {
  readonly byFile: ReadonlyMap<string, readonly Attestation[]>;
  /** As whom was signed; `undefined` when nothing was, or no kind knows the identity's issuer. */
  readonly publisher: string | undefined;
}

/** A release without attestations. */
export const noAttestations: GatheredAttestations = { byFile: new Map(), publisher: undefined };

/** Those that go to one index, by file name: all, or none. */
export function attestationsFor({ plan }: Pick<Stop, 'plan'>, gathered: GatheredAttestations): GatheredAttestations['byFile'] {
  return plan.sends ? gathered.byFile : noAttestations.byFile;
}
