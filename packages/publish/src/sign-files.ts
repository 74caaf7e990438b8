import { dirname } from 'node:path';
import type { HttpClient } from '@ropewalk/core';
import { identifyDistribution, type DistributionIdentity, type DistributionSource } from '@ropewalk/distribution';
import { createHttpClient } from '@ropewalk/http';
import { findBundleFiles } from './bundle-beside.ts';
import { findAttestationFiles, type AttestationFile } from './existing-attestations.ts';
import { wantedKinds, type Attestable, type Holdings, type ReuseOrSignContext } from './holdings.ts';
import { keepSigned } from './keep-signed.ts';
import { PublishError } from './publish-error.ts';
import { reuseOrSign } from './reuse-or-sign.ts';
import { forbidLoopbackWithPublicSigstore, readSettings } from './settings.ts';
import type { SignFilesEvent, SignFilesResult } from './sign-events.ts';
import type { SignOptions } from './sign-options.ts';
import { publicGoodSigstore } from './sigstore-instance.ts';
import { identityFinder } from './standing.ts';
import { prepareFolder } from './write-atomically.ts';

/**
 * Signs wheels and sdists: an attestation for each, written beside it the moment it is made and verified. What is there and
 * holds for this identity is kept, so a second run signs only what is missing. Leaving the loop cancels the work.
 *
 * @param files - Paths, or names with bytes. The archives are not opened.
 * @throws {@link CodedError} Of whichever step failed; `sign-end` comes first then, and says what is signed and what is missing.
 */
export async function* sign(files: readonly DistributionSource[], options: SignOptions = {}): AsyncGenerator<SignFilesEvent, void> {
  const http = options.http ?? createHttpClient();
  try {
    yield* signWith(files, options, http);
  } finally {
    if (options.http === undefined) await http.close();
  }
}

async function* signWith(files: readonly DistributionSource[], options: SignOptions, http: HttpClient): AsyncGenerator<SignFilesEvent, void> {
  const context = await contextOf(options, http);
  const distributions = await identify(files, options.signal);
  yield { type: 'files-read', files: distributions.map(({ filename, sizeBytes, sha256 }) => ({ file: filename, sizeBytes, sha256 })) };
  for (const folder of new Set(distributions.map((distribution) => folderOf(distribution, options)))) {
    if (folder !== undefined) await prepareFolder(folder);
  }
  const memory = await identityFinder(options)();
  if (memory !== undefined) yield { type: 'identity-found', provider: memory.identity.provider };

  const holdings: Holdings = new Map();
  let publisher: string | undefined;
  try {
    for await (const event of relay(reuseOrSign(distributions, memory?.identity, holdings, context), (name) => (publisher = name))) {
      if (event.type === 'signer-ready') ({ publisher } = event);
      if (event.type !== 'signing-failed') yield event;
    }
  } catch (error) {
    if (options.signal?.aborted !== true) yield { type: 'sign-end', result: resultOf(distributions, holdings, context, publisher) };
    throw error;
  }
  yield { type: 'sign-end', result: resultOf(distributions, holdings, context, publisher) };
}

async function* relay<Event, Result>(work: AsyncGenerator<Event, Result>, ended: (result: Result) => void): AsyncGenerator<Event, void> {
  ended(yield* work);
}

async function contextOf(options: SignOptions, http: HttpClient): Promise<ReuseOrSignContext> {
  const { expectedPublishers = [], overwrite = false, signal } = options;
  const settings = await readSettings(options, http);
  const { env, kinds, now } = settings;
  for (const destination of settings.destinations) forbidLoopbackWithPublicSigstore(destination, settings);
  const isIndexSaid = options.repositoryUrl !== undefined || (env['ROPEWALK_REPOSITORY_URL'] ?? '') !== '';
  return {
    http,
    sigstore: settings.sigstore ?? publicGoodSigstore(await options.publicGoodRoot?.()),
    kinds,
    allowPublicLog: options.allowPublicLog ?? false,
    expectedPublishers,
    // PyPI takes nothing that another Sigstore signed, so its rules for identities do not matter there.
    repositoryUrls: settings.sigstore === undefined || isIndexSaid ? settings.destinations.map(({ repositoryUrl }) => repositoryUrl) : [],
    now,
    signal,
    concurrency: options.signingConcurrency,
    timeoutMs: options.signingTimeoutMs,
    slsa: options.slsa ?? false,
    fromBundles: options.fromBundles ?? [],
    env,
    foreign: overwrite ? 'replace' : 'refuse',
    find: (distribution) => findBeside(distribution, options),
    keep: (distribution, held) => keepSigned(distribution, held, { folder: folderOf(distribution, options), bundles: options.bundles ?? false }),
  };
}

/** What lies where this run would write, and nowhere else. */
async function findBeside(distribution: Attestable, options: SignOptions): Promise<readonly AttestationFile[]> {
  const { filename } = distribution;
  const folder = folderOf(distribution, options);
  if (folder === undefined) return [];
  const kinds = wantedKinds({ slsa: options.slsa ?? false });
  const attestations = (await findAttestationFiles({ filename }, folder)).filter(({ kind }) => kinds.includes(kind));
  return options.bundles === true ? [...attestations, ...(await findBundleFiles(filename, folder, kinds))] : attestations;
}

/** Where the attestations of a distribution belong. */
function folderOf({ path }: Attestable, { outputFolder }: SignOptions): string | undefined {
  return outputFolder ?? (path === undefined ? undefined : dirname(path));
}

async function identify(files: readonly DistributionSource[], signal: AbortSignal | undefined): Promise<readonly DistributionIdentity[]> {
  if (files.length === 0) throw refused('There is nothing to sign.', 'Name wheels and sdists, as in dist/*.');
  const distributions: DistributionIdentity[] = [];
  for (const file of files) distributions.push(await identifyDistribution(file, signal === undefined ? {} : { signal }));
  const unknown = distributions.find(({ parsed }) => parsed === undefined);
  if (unknown !== undefined) throw refused(`${unknown.filename} is no name of a wheel or an sdist, and an attestation holds only under such a name.`, 'Nothing was signed. Name wheels (.whl) and sdists (.tar.gz, .zip).');
  const names = distributions.map(({ filename }) => filename);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw refused(`${twice} is named twice.`, 'Nothing was signed. Name each file once.');
  return distributions;
}

function resultOf(distributions: readonly DistributionIdentity[], holdings: Holdings, context: ReuseOrSignContext, publisher: string | undefined): SignFilesResult {
  return {
    publisher,
    rekorUrl: context.sigstore.rekorUrl,
    files: distributions.map(({ filename, sha256 }) => {
      const attestations = holdings.get(filename) ?? [];
      return { file: filename, sha256, attestations, missing: wantedKinds(context).filter((kind) => !attestations.some((held) => held.kind === kind)) };
    }),
  };
}

function refused(message: string, remedy: string): PublishError {
  return new PublishError({ code: 'RELEASE_REFUSED', message, remedy });
}
