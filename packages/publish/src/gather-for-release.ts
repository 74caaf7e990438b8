import { publisherOfToken } from '@ropewalk/oidc/publisher';
import { anyPublisherUnsafe, type Expectation } from '@ropewalk/verifier';
import { titleOf } from './destination.ts';
import { gatherContext, type GatherContext } from './gather-context.ts';
import { noAttestations, type GatheredAttestations } from './gathered-attestations.ts';
import type { IdentityMemory } from './identity-memory.ts';
import { pickUpAttestations } from './pick-up-attestations.ts';
import { PublishError } from './publish-error.ts';
import type { PublishEvent } from './publish-events.ts';
import type { ReleaseItem } from './read-release.ts';
import type { ReleaseRun } from './release-run.ts';
import { signForRelease, trySigningIdentity } from './sign-for-release.ts';
import type { Stop } from './stop.ts';

/**
 * Gets the attestations that some index takes and does not have yet: once, for all of them.
 *
 * @throws {@link PublishError} `ATTESTATION_MISSING` when they are required and a file has none.
 */
export async function* gatherForRelease(items: readonly ReleaseItem[], stops: readonly Stop[], run: ReleaseRun): AsyncGenerator<PublishEvent, GatheredAttestations> {
  const { options, findIdentity, mode } = run;
  const takers = stops.filter(({ plan }) => plan.sends);
  const wanted = items.filter((_, index) => takers.some(({ existing }) => !existing.isKnown || existing.existences[index]?.type !== 'same'));
  if (wanted.length === 0) return noAttestations;

  const memory = await findIdentity();
  const distributions = wanted.map(({ distribution }) => distribution);
  const gathering = await gatherContext(run, takers);
  if (mode === 'sign' && memory !== undefined) {
    // A signature enters a public log for ever, so a dry run makes none.
    if (options.dryRun !== true) return yield* signForRelease(distributions, memory, gathering);
    yield* trySigningIdentity(distributions, memory, gathering);
    return noAttestations;
  }
  const gathered = yield* pickUpAttestations(distributions, expectationOf(memory, gathering), gathering);
  if (options.attestations === 'required') forbidMissing(wanted, gathered, takers);
  const files = distributions.map(({ filename }) => filename).filter((filename) => !gathered.byFile.has(filename));
  if (files.length > 0) yield { type: 'attestations-missing', repositoryUrls: takers.map(({ standing }) => standing.destination.repositoryUrl), files };
  return gathered;
}

/** Whom the index will expect: the publisher it gave the token to. Without one, an expectation that was spelled out, or integrity alone. */
function expectationOf(memory: IdentityMemory | undefined, { kinds, expectedPublishers }: GatherContext): Expectation {
  const token = memory?.lastToken();
  const uploading = token === undefined ? undefined : publisherOfToken(token, kinds);
  if (uploading !== undefined) return uploading;
  const [only] = expectedPublishers;
  if (only === undefined) return anyPublisherUnsafe();
  return expectedPublishers.length === 1 ? only : expectedPublishers;
}

function forbidMissing(wanted: readonly ReleaseItem[], { byFile }: GatheredAttestations, takers: readonly Stop[]): void {
  const missing = wanted.find(({ distribution }) => !byFile.has(distribution.filename));
  if (missing === undefined) return;
  const [first] = takers;
  throw new PublishError({
    code: 'ATTESTATION_MISSING',
    message: `${missing.distribution.filename} has no attestation to send to ${first === undefined ? 'the index' : titleOf(first.standing.destination)}, and attestations are required.`,
    remedy: 'Nothing was uploaded. Sign it first, and put the attestation beside it; or leave --attestations required out.',
  });
}
