import type { HttpClient } from '@ropewalk/core';
import type { DistributionSource } from '@ropewalk/distribution';
import { deliverTo } from './deliver-to.ts';
import { forbidFailures } from './forbid-failures.ts';
import { noAttestations, type GatheredAttestations } from './gathered-attestations.ts';
import { forbidUnacceptableAttestations, judgeOnIndexes } from './judge-on-index.ts';
import { mintAndGather } from './mint-and-gather.ts';
import { conflictsIn, dryRunOutcomes, notTried } from './outcomes.ts';
import type { PublishedFile, PublishEvent } from './publish-events.ts';
import type { PublishOptions } from './publish-options.ts';
import { forbidErrors, judgeRelease, readRelease, releaseFileOf, releaseItems, type ReleaseItem } from './read-release.ts';
import type { ReleaseRun } from './release-run.ts';
import { readSettings } from './settings.ts';
import { identityFinder, type Standing } from './standing.ts';
import type { SigningMode, Stop } from './stop.ts';
import { surveyIndexes } from './survey-indexes.ts';

/** Runs a release from its files to its end at every index. */
export async function* runRelease(files: readonly DistributionSource[], options: PublishOptions, http: HttpClient, mode: SigningMode): AsyncGenerator<PublishEvent, void> {
  const settings = await readSettings(options, http);
  const read = await readRelease(files, options.signal);
  yield { type: 'release-read', files: read.files.map(({ inspected }) => releaseFileOf(inspected)), strays: read.strays };
  const judged = await judgeRelease(read.files, settings.destinations, options);
  yield { type: 'release-checked', ...judged };
  forbidErrors(judged.findings);
  const items = releaseItems(read.files);

  const run: ReleaseRun = { settings, options, http, mode, findIdentity: identityFinder(options) };
  const stops = yield* surveyIndexes(items, run);
  const conflicts = conflictsIn(items, stops);
  if (conflicts.length > 0) {
    // Half of one release and half of another is what nobody can repair: nothing is signed or sent.
    yield end(conflicts, stops, noAttestations, options);
    forbidFailures(conflicts, { requiresAttestations: false });
  }
  yield* judgeOnIndexes(items, stops, options);

  const gathered = yield* mintAndGather(items, stops, run);
  await forbidUnacceptableAttestations(items, stops, gathered, run);
  const published = options.dryRun === true ? dryRunOutcomes(items, stops, gathered) : yield* deliver(items, stops, gathered, options);

  yield end(published, stops, gathered, options);
  forbidFailures(published, { requiresAttestations: options.attestations === 'required' });
}

/** One index after the other; where one fails, those behind it are not begun. */
async function* deliver(
  items: readonly ReleaseItem[],
  stops: readonly Stop[],
  gathered: GatheredAttestations,
  options: PublishOptions,
): AsyncGenerator<PublishEvent, readonly PublishedFile[]> {
  const all: PublishedFile[] = [];
  let failedAt: Standing | undefined;
  for (const stop of stops) {
    if (failedAt !== undefined) {
      all.push(...notTried(items, stop, gathered, failedAt.destination));
      continue;
    }
    const files = yield* deliverTo(stop, items, gathered, options);
    all.push(...files);
    if (files.some(({ outcome }) => outcome.status === 'failed')) failedAt = stop.standing;
  }
  return all;
}

function end(files: readonly PublishedFile[], stops: readonly Stop[], { publisher }: GatheredAttestations, { dryRun }: PublishOptions): PublishEvent {
  const [first] = stops;
  if (first === undefined) throw new TypeError('A release goes to at least one index.');
  return { type: 'publish-end', result: { repositoryUrl: first.standing.destination.repositoryUrl, publisher, isDryRun: dryRun === true, files } };
}
