import { noAttestations, type GatheredAttestations } from './gathered-attestations.ts';
import type { PublishEvent } from './publish-events.ts';
import type { PublishOptions } from './publish-options.ts';
import type { ReleaseItem } from './read-release.ts';
import type { ReleaseRun } from './release-run.ts';
import { isDone, type Stop } from './stop.ts';

/**
 * Gets the upload tokens before anything is signed: an index that does not accept this identity leaves no trace in a public
 * log then. Where something is to be signed, the signing identity was looked at before that.
 */
export async function* mintAndGather(items: readonly ReleaseItem[], stops: readonly Stop[], run: ReleaseRun): AsyncGenerator<PublishEvent, GatheredAttestations> {
  const { options, mode } = run;
  let isMinted = mode === 'pick-up';
  if (isMinted) yield* mint(stops, options);
  const gathering = gather(items, stops, run);
  try {
    for (;;) {
      const step = await gathering.next();
      if (!isMinted && (step.done === true || step.value.type === 'log-notice')) {
        isMinted = true;
        yield* mint(stops, options);
      }
      if (step.done === true) return step.value;
      yield step.value;
    }
  } finally {
    await gathering.return(noAttestations);
  }
}

/** Signing and verifying are loaded only for an index that takes attestations. */
async function* gather(items: readonly ReleaseItem[], stops: readonly Stop[], run: ReleaseRun): AsyncGenerator<PublishEvent, GatheredAttestations> {
  if (!stops.some(({ plan }) => plan.sends)) return noAttestations;
  const { gatherForRelease } = await import('./gather-for-release.ts');
  return yield* gatherForRelease(items, stops, run);
}

/**
 * Gets the upload tokens for all indexes, so that a refusal ends it before the first signature and the first upload. Where
 * everything is there already, only to see whether this process is who was expected.
 */
async function* mint(stops: readonly Stop[], { signal, expectedPublishers = [] }: PublishOptions): AsyncGenerator<PublishEvent, void> {
  for (const stop of stops) {
    const { credential, destination } = stop.standing;
    if (credential?.kind !== 'minted' || (isDone(stop) && expectedPublishers.length === 0)) continue;
    await credential.authorization(destination.repositoryUrl, signal === undefined ? {} : { signal });
    yield { type: 'upload-token-ready', repositoryUrl: destination.repositoryUrl, expiresAt: credential.expiresAt() };
  }
}
