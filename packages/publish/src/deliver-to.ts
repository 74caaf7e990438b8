import { attestationsFor, type GatheredAttestations } from './gathered-attestations.ts';
import type { DestinationEvent, PublishedFile } from './publish-events.ts';
import type { PublishOptions } from './publish-options.ts';
import type { ReleaseItem } from './read-release.ts';
import type { Stop } from './stop.ts';
import { uploadRelease } from './upload-release.ts';
import { waitUntilAllServed } from './wait-until-served.ts';

const defaultWaitMs = 180_000;

/** Uploads a release to one index and waits until it is served there. */
export async function* deliverTo(
  stop: Stop,
  items: readonly ReleaseItem[],
  gathered: GatheredAttestations,
  options: PublishOptions,
): AsyncGenerator<DestinationEvent, readonly PublishedFile[]> {
  const { standing, existing } = stop;
  const { repositoryUrl, name } = standing.destination;
  const { waitMs = defaultWaitMs, signal } = options;
  yield { type: 'destination-start', repositoryUrl, name };
  let files: readonly PublishedFile[] = yield* uploadRelease(items, {
    standing,
    attestations: attestationsFor(stop, gathered),
    lookUp: existing.isKnown ? existing.lookUp : undefined,
    skipExisting: options.skipExisting ?? false,
    comment: options.comment,
    signal,
  });
  if (existing.isKnown && waitMs !== false) {
    const { client, unreadable } = existing;
    files = yield* waitUntilAllServed(client, files, { isReadable: ({ project }) => !unreadable.has(project), timeoutMs: waitMs, pauseMs: 1000, signal });
  }
  yield { type: 'destination-end', repositoryUrl, name, files };
  return files;
}
