import type { HttpClient } from '@ropewalk/core';
import type { DistributionSource } from '@ropewalk/distribution';
import { createHttpClient } from '@ropewalk/http';
import { publisherKinds } from '@ropewalk/oidc/publisher';
import { attestRelease, type AttestedRelease } from './attest-release.ts';
import type { PublishEvent } from './publish-events.ts';
import type { PublishOptions } from './publish-options.ts';
import { forbidErrors, judgeRelease, readRelease, releaseFileOf, type ReleaseItem } from './read-release.ts';
import { forbidLoopbackWithPublicSigstore, readSettings, type PublishSettings } from './settings.ts';
import { publicGoodSigstore } from './sigstore-instance.ts';
import { credentialOf, findStanding, type Standing } from './standing.ts';
import { forbidFailures, uploadRelease } from './upload-release.ts';

/**
 * Publishes a release: reads and checks every file, finds out as whom, signs and verifies, uploads.
 *
 * Nothing is signed or sent before the whole release passed; nothing is uploaded before its own attestation was verified.
 * Leaving the loop cancels the work.
 *
 * @param files - Paths, or names with bytes: the wheels and sdists of one release.
 * @throws {@link CodedError} Of whichever step failed. When files could not be uploaded, `publish-end` comes first and says
 *   how it ended for each.
 */
export async function* publish(files: readonly DistributionSource[], options: PublishOptions = {}): AsyncGenerator<PublishEvent, void> {
  const http = options.http ?? createHttpClient();
  try {
    yield* publishOver(http, files, options);
  } finally {
    if (options.http === undefined) await http.close();
  }
}

async function* publishOver(http: HttpClient, files: readonly DistributionSource[], options: PublishOptions): AsyncGenerator<PublishEvent, void> {
  const settings = await readSettings(options);
  const { repositoryUrl } = settings;
  const { signal } = options;

  const items = await readRelease(files, signal);
  yield { type: 'release-read', files: items.map(({ distribution }) => releaseFileOf(distribution)) };
  const findings = judgeRelease(items);
  yield { type: 'release-checked', findings };
  forbidErrors(findings);

  const standing = await findStanding(settings, options);
  if (standing.kind === 'identity') forbidLoopbackWithPublicSigstore(settings);
  const { attestations, publisher } = yield* attest(standing, items, http, settings, options);
  const credential = credentialOf(standing, settings, http, options);
  if (credential.kind === 'minted') {
    // As late as possible, for it lives fifteen minutes; but before the first upload, so that a refusal ends it here.
    await credential.authorization(repositoryUrl, signal === undefined ? {} : { signal });
    yield { type: 'upload-token-ready', expiresAt: credential.expiresAt() };
  }
  const published = yield* uploadRelease(items, attestations, { repositoryUrl, credential, http, signal });

  yield { type: 'publish-end', result: { repositoryUrl, publisher, files: published } };
  forbidFailures(published);
}

async function* attest(
  standing: Standing,
  items: readonly ReleaseItem[],
  http: HttpClient,
  { sigstore, repositoryUrl }: PublishSettings,
  options: PublishOptions,
): AsyncGenerator<PublishEvent, AttestedRelease> {
  if (standing.kind === 'given') {
    yield { type: 'attestations-off', credential: standing.credential.source };
    return { attestations: [], publisher: undefined };
  }
  yield { type: 'identity-found', provider: standing.identity.provider };
  return yield* attestRelease(items.map(({ distribution }) => distribution), {
    identity: standing.identity,
    http,
    sigstore: sigstore ?? publicGoodSigstore(),
    kinds: options.kinds ?? publisherKinds,
    allowPublicLog: options.allowPublicLog ?? false,
    expectedPublishers: options.expectedPublishers ?? [],
    repositoryUrl,
    now: options.now ?? (() => new Date()),
    signal: options.signal,
  });
}
