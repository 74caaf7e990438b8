import type { DistributionSource } from '@ropewalk/distribution';
import { ciProviders, formatPublisher, publisherKinds } from '@ropewalk/oidc';
import { firstOf } from '@ropewalk/core';
import { publish, type PublishEvent, type PublishResult, type RenderDescriptions } from '@ropewalk/publish';
import { rehearsalJobs, type RehearsalCi } from './jobs.ts';
import { forbidKept, keepRelease } from './keep-release.ts';
import { projectsOf, versionOf } from './projects-of.ts';
import type { RehearsalEvent, VerifiedDownload } from './rehearsal-events.ts';
import { sampleRelease } from './sample/sample-release.ts';
import { visitAsStranger } from './stranger.ts';
import { openWorld, rehearsalAudience, type World } from './world.ts';

/** How a release is rehearsed. */
export interface RehearsalOptions {
  /** As a job of which CI. Default `github`. */
  readonly ci?: RehearsalCi;
  /** A folder that keeps distributions, attestations, provenance and the trusted root. Default: nothing is kept. */
  readonly keep?: string;
  /** As that of `@ropewalk/publish`. Default: descriptions in reStructuredText are judged by ropewalk's own check. */
  readonly renderDescriptions?: RenderDescriptions;
  readonly signal?: AbortSignal;
}

/**
 * Plays a whole release on loopback: a CI job publishes it with real cryptography to real servers, then a stranger
 * downloads and verifies it. Nothing is taken from the surroundings and no host but loopback is reached.
 *
 * @param files - Default: wheel and sdist of a small sample project.
 * @throws {@link CodedError} of whichever step failed.
 */
export async function* rehearse(files: readonly DistributionSource[] = [], options: RehearsalOptions = {}): AsyncGenerator<RehearsalEvent, void> {
  const startedAt = performance.now();
  const { ci = 'github', keep, signal } = options;
  const { publisher } = rehearsalJobs[ci];
  const release = files.length === 0 ? await sampleRelease() : files;
  if (keep !== undefined) await forbidKept(keep, release);

  const world = await openWorld(projectsOf(release), publisher);
  try {
    yield { type: 'world-start', ci: world.ci.url, fulcio: world.sigstore.fulcioUrl, rekor: world.sigstore.rekorUrl, index: world.index.uploadUrl };
    yield { type: 'job-start', provider: ci, publisher: formatPublisher(publisher, publisherKinds) };
    const published = yield* relayed(await playJob(world, ci, release, options));

    const downloads: VerifiedDownload[] = [];
    for await (const event of visitAsStranger(world, published, publisher, signal)) {
      yield event;
      if (event.type === 'download-verified') downloads.push(event);
    }
    if (keep !== undefined) {
      const kept = await keepRelease(keep, { release, published, downloads, trustedRoot: world.trustedRoot });
      yield { type: 'keep-end', folder: keep, files: kept };
    }
    yield { type: 'rehearsal-end', result: { published, downloads, durationMs: performance.now() - startedAt } };
  } finally {
    await world.close();
  }
}

async function playJob(world: World, ci: RehearsalCi, release: readonly DistributionSource[], { signal, renderDescriptions }: RehearsalOptions): Promise<AsyncIterable<PublishEvent>> {
  const env = await rehearsalJobs[ci].start(world.ci, versionOf(release));
  return publish(release, {
    // The job's own environment and nothing of this process's.
    identity: firstOf(...ciProviders({ env, http: world.http, allowGoogle: ci === 'google', audiences: ['sigstore', rehearsalAudience] })),
    env: {},
    repositoryUrl: world.index.uploadUrl,
    audience: rehearsalAudience,
    rules: 'pypi',
    sigstore: { fulcioUrl: world.sigstore.fulcioUrl, rekorUrl: world.sigstore.rekorUrl, trustedRoot: world.trustedRoot },
    http: world.http,
    ...(renderDescriptions === undefined ? {} : { renderDescriptions }),
    ...(signal === undefined ? {} : { signal }),
  });
}

async function* relayed(events: AsyncIterable<PublishEvent>): AsyncGenerator<Exclude<PublishEvent, { readonly type: 'publish-end' }>, PublishResult> {
  let result: PublishResult | undefined;
  for await (const event of events) {
    if (event.type === 'publish-end') ({ result } = event);
    else yield event;
  }
  if (result === undefined) throw new TypeError('The release ended without a result.');
  return result;
}
