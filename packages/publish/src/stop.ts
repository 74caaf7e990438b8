import type { AttestationPlan } from './attestation-plan.ts';
import type { ExistingRelease } from './existing-files.ts';
import type { Standing } from './standing.ts';

/** `sign`: what has no attestation gets one. `pick-up`: only what is there is sent. */
export type SigningMode = 'sign' | 'pick-up';

/** One index on a release's way, with everything known of it before anything is sent. */
export interface Stop {
  readonly standing: Standing;
  readonly plan: AttestationPlan;
  readonly existing: ExistingRelease;
}

/** Whether an index has every file of the release already, with the same content. */
export function isDone({ existing }: Pick<Stop, 'existing'>): boolean {
  return existing.isKnown && existing.existences.every(({ type }) => type === 'same');
}
