import { attestationSupport, wellKnownIndexOf } from '@ropewalk/credentials';
import { titleOf } from './destination.ts';
import { PublishError } from './publish-error.ts';
import type { Standing } from './standing.ts';

/**
 * Whether a release carries attestations. `required`: every file must have one on every index. `auto`: where the index takes
 * them, and without where signing does not work. `off`: none are made or sent. Where nothing is said, an index that takes
 * them gets nothing without one, and the others get none.
 */
export type AttestationChoice = 'required' | 'auto' | 'off';

/** Whether attestations go to one index, and why not. */
export type AttestationPlan = { readonly sends: true } | { readonly sends: false; readonly reason: string };

/**
 * Decides whether attestations go to an index: PyPI and every index of trusted publishing take them from whom they
 * minted a token for; another index only gets them when it was said that it takes them.
 *
 * @throws {@link PublishError} `CONFIGURATION_CONFLICT` when they are required where they cannot be.
 */
export function attestationPlan({ destination, credential }: Standing, choice: AttestationChoice): AttestationPlan {
  if (choice === 'off') return { sends: false, reason: 'because they were switched off; a file uploaded without one can never get one' };
  if (credential?.kind === 'minted') return { sends: true };
  const isWellKnown = wellKnownIndexOf(destination.repositoryUrl) !== undefined;
  if (choice === 'required' && !isWellKnown) return { sends: true };
  const reason = reasonAgainst(destination.repositoryUrl, credential);
  if (choice === 'auto') return { sends: false, reason };
  throw new PublishError({
    code: 'CONFIGURATION_CONFLICT',
    message: `Attestations are required, but ${titleOf(destination)} would take none, ${reason}.`,
    remedy: 'Publish from a CI job with trusted publishing and without a token, or leave --attestations required out.',
  });
}

function reasonAgainst(repositoryUrl: URL, credential: Standing['credential']): string {
  const support = attestationSupport(repositoryUrl, credential?.kind ?? 'password');
  const means = credential === undefined ? 'nothing' : `${credential.kind === 'token' ? 'a token' : 'a password'} (from ${credential.source})`;
  if (support.answer === 'no') return `because it is uploaded with ${means}: ${support.reason.replace(/\.$/, '')}`;
  return `because it is uploaded with ${means}, without trusted publishing, and whether this index takes any is not known; --attestations required sends them all the same`;
}
