import type { Publisher } from '@ropewalk/core';
import type { DistributionSource } from '@ropewalk/distribution';
import { formatPublisher, publisherKinds } from '@ropewalk/oidc/publisher';
import { githubIdentity } from '@ropewalk/oidc-github';
import { publish, type PublishEvent, type PublishResult } from '@ropewalk/publish';
import { forbidKept, keepRelease } from './keep-release.ts';
import { projectsOf } from './projects-of.ts';
import type { RehearsalEvent, VerifiedDownload } from './rehearsal-events.ts';
import { sampleRelease } from './sample/sample-release.ts';
import { visitAsStranger } from './stranger.ts';
import { openWorld, rehearsalAudience, type World } from './world.ts';

/** The publisher that a rehearsal plays. */
export const rehearsalPublisher: Publisher & { readonly repository: string; readonly workflow: string } = {
  kind: 'GitHub',
  repository: 'ropewalk-rehearsal/sample',
  workflow: 'release.yml',
};

/** How a release is rehearsed. */
export interface RehearsalOptions {
  /** A folder that keeps distributions, attestations, provenance and the trusted root. Default: nothing is kept. */
  readonly keep?: string;
  readonly signal?: AbortSignal;
}

/**
 * Plays a whole release on loopback: a GitHub job publishes it with real cryptography to real servers, then a stranger
 * downloads and verifies it. Nothing is taken from the surroundings and no host but loopback is reached.
 *
 * @param files - Default: wheel and sdist of a small sample project.
 * @throws {@link CodedError} of whichever step failed.
 */
export async function* rehearse(files: readonly DistributionSource[] = [], options: RehearsalOptions = {}): AsyncGenerator<RehearsalEvent, void> {
  const startedAt = performance.now();
  const release = files.length === 0 ? await sampleRelease() : files;
  if (options.keep !== undefined) await forbidKept(options.keep, release);

  const world = await openWorld(projectsOf(release), rehearsalPublisher);
  try {
    yield { type: 'world-start', ci: world.ci.url, fulcio: world.sigstore.fulcioUrl, rekor: world.sigstore.rekorUrl, index: world.index.uploadUrl };
    yield { type: 'job-start', provider: 'github', publisher: formatPublisher(rehearsalPublisher, publisherKinds) };
    const published = yield* relayed(playJob(world, release, options.signal));

    const downloads: VerifiedDownload[] = [];
    for await (const event of visitAsStranger(world, published, rehearsalPublisher, options.signal)) {
      yield event;
      if (event.type === 'download-verified') downloads.push(event);
    }
    if (options.keep !== undefined) {
      const kept = await keepRelease(options.keep, { release, published, downloads, trustedRoot: world.trustedRoot });
      yield { type: 'keep-end', folder: options.keep, files: kept };
    }
    yield { type: 'rehearsal-end', result: { published, downloads, durationMs: performance.now() - startedAt } };
  } finally {
    await world.close();
  }
}

function playJob(world: World, release: readonly DistributionSource[], signal: AbortSignal | undefined): AsyncIterable<PublishEvent> {
  const { repository, workflow } = rehearsalPublisher;
  const workflowRef = `${repository}/.github/workflows/${workflow}@refs/tags/v1.0.0`;
  const job = world.ci.github({
    repository,
    ref: 'refs/tags/v1.0.0',
    workflow_ref: workflowRef,
    job_workflow_ref: workflowRef,
    event_name: 'release',
  });
  return publish(release, {
    identity: githubIdentity({ env: job.env, http: world.http }),
    env: {},
    repositoryUrl: world.index.uploadUrl,
    audience: rehearsalAudience,
    sigstore: { fulcioUrl: world.sigstore.fulcioUrl, rekorUrl: world.sigstore.rekorUrl, trustedRoot: world.trustedRoot },
    http: world.http,
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
