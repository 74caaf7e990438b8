import type { DistributionSource } from '@ropewalk/distribution';
import { createHttpClient } from '@ropewalk/http';
import type { PublishEvent } from './publish-events.ts';
import type { PublishOptions, UploadOptions } from './publish-options.ts';
import { runRelease } from './run-release.ts';
import type { SigningMode } from './stop.ts';

/**
 * Publishes a release: reads and checks every file, finds out as whom, asks the index what it has, exchanges the identity
 * for an upload token, signs and verifies, uploads, and waits until the index serves it.
 *
 * Nothing is signed or sent before the whole release passed; nothing is signed for an index that does not accept the
 * identity; nothing is uploaded before its own attestation was verified.
 * What is done already is seen from the index and from attestations that are there, so a second run finishes the first.
 * Leaving the loop cancels the work.
 *
 * @param files - Paths, or names with bytes: the wheels and sdists of one release.
 * @throws {@link CodedError} Of whichever step failed. When files could not be uploaded, `publish-end` comes first and says
 *   how it ended for each.
 */
export async function* publish(files: readonly DistributionSource[], options: PublishOptions = {}): AsyncGenerator<PublishEvent, void> {
  yield* withClient(files, options, 'sign');
}

/**
 * Does what {@link publish} does, but signs nothing: attestations that lie beside the files are verified and sent where the
 * index takes them.
 *
 * @throws {@link CodedError} As {@link publish}.
 */
export async function* upload(files: readonly DistributionSource[], options: UploadOptions = {}): AsyncGenerator<PublishEvent, void> {
  yield* withClient(files, options, 'pick-up');
}

async function* withClient(files: readonly DistributionSource[], options: PublishOptions, mode: SigningMode): AsyncGenerator<PublishEvent, void> {
  const http = options.http ?? createHttpClient();
  try {
    yield* runRelease(files, options, http, mode);
  } finally {
    if (options.http === undefined) await http.close();
  }
}
