import type { HttpClient } from '@ropewalk/core';
import type { DistributionSource } from '@ropewalk/distribution';
import { publisherKinds, publisherOfToken } from '@ropewalk/oidc/publisher';
import type { AttestingContext } from './attest-for.ts';
import { attestationPlan } from './attestation-plan.ts';
import { deliverTo } from './deliver-to.ts';
import { findExisting, type ExistingRelease } from './existing-files.ts';
import { forbidFailures } from './forbid-failures.ts';
import { noAttestations, type GatheredAttestations } from './gathered-attestations.ts';
import { judgeAgainstIndex, judgeAttested } from './judge-on-index.ts';
import { conflictsIn, dryRunOutcomes, notTried } from './outcomes.ts';
import type { DestinationEvent, PublishedFile, PublishEvent } from './publish-events.ts';
import type { PublishOptions } from './publish-options.ts';
import { forbidErrors, judgeRelease, readRelease, releaseFileOf, releaseItems, type ReleaseItem } from './read-release.ts';
import { forbidLoopbackWithPublicSigstore, readSettings, type PublishSettings } from './settings.ts';
import { findStanding, identityFinder, type FindIdentity, type Standing } from './standing.ts';
import type { SigningMode, Stop } from './stop.ts';

/** Runs a release from its files to its end at every index. */
export async function* runRelease(files: readonly DistributionSource[], options: PublishOptions, http: HttpClient, mode: SigningMode): AsyncGenerator<PublishEvent, void> {
  const settings = await readSettings(options, http);
  const read = await readRelease(files, options.signal);
  yield { type: 'release-read', files: read.files.map(({ inspected }) => releaseFileOf(inspected)), strays: read.strays };
  const judged = await judgeRelease(read.files, settings.destinations, options);
  yield { type: 'release-checked', ...judged };
  forbidErrors(judged.findings);
  const items = releaseItems(read.files);

  const findIdentity = identityFinder(options);
  const stops = yield* survey(items, settings, options, { findIdentity, mode });
  const conflicts = conflictsIn(items, stops);
  if (conflicts.length > 0) {
    // Half of one release and half of another is what nobody can repair: nothing is signed or sent.
    yield end(conflicts, stops, noAttestations, options);
    forbidFailures(conflicts, { requiresAttestations: false });
  }
  yield* judgeOnIndexes(items, stops, options);

  const gathered = yield* mintAndAttest(items, stops, { settings, options, http, mode, findIdentity });
  await forbidUnacceptable(items, stops, gathered, { options, findIdentity });
  const published = options.dryRun === true ? dryRunOutcomes(items, stops, gathered) : yield* deliver(items, stops, gathered, options);

  yield end(published, stops, gathered, options);
  forbidFailures(published, { requiresAttestations: options.attestations === 'required' });
}

/** Finds out, for every index, as whom the release goes there, whether with attestations, and what is there already. */
async function* survey(
  items: readonly ReleaseItem[],
  settings: PublishSettings,
  options: PublishOptions,
  { findIdentity, mode }: { readonly findIdentity: FindIdentity; readonly mode: SigningMode },
): AsyncGenerator<PublishEvent, readonly Stop[]> {
  const stops: Stop[] = [];
  const projects = projectsOf(items);
  let isIdentityKnown = false;
  for (const destination of settings.destinations) {
    const { repositoryUrl, name } = destination;
    const standing = await findStanding(destination, { ...options, projects }, findIdentity);
    const { credential, identity, note } = standing;
    if (identity !== undefined && !isIdentityKnown) {
      isIdentityKnown = true;
      yield { type: 'identity-found', provider: identity.provider };
    }
    const facts = credential === undefined ? undefined : { source: credential.source, kind: credential.kind, username: credential.username, origin: credential.origin };
    yield { type: 'credential-found', repositoryUrl, name, credential: facts, ...(note === undefined ? {} : { note }) };
    const plan = attestationPlan(standing, options.attestations ?? 'auto');
    if (plan.sends && mode === 'sign' && (await findIdentity()) !== undefined) forbidLoopbackWithPublicSigstore(destination, settings);
    if (!plan.sends) yield { type: 'attestations-off', repositoryUrl, credential: credential?.source, reason: plan.reason };
    const existing = await findExisting(items, standing, { isAwaited: options.waitMs !== false, signal: options.signal });
    yield* existingEvents(items, standing, existing);
    stops.push({ standing, plan, existing });
  }
  return stops;
}

function projectsOf(items: readonly ReleaseItem[]): readonly string[] {
  return [...new Set(items.map(({ distribution }) => releaseFileOf(distribution).project))];
}

function* existingEvents(items: readonly ReleaseItem[], { destination }: Standing, existing: ExistingRelease): Generator<DestinationEvent> {
  const { repositoryUrl } = destination;
  if (!existing.isKnown) {
    yield { type: 'existing-unknown', repositoryUrl, projects: projectsOf(items), reason: existing.reason };
    return;
  }
  for (const [project, { message }] of existing.unreadable) {
    yield { type: 'existing-unknown', repositoryUrl, projects: [project], reason: `${project}: ${message.replace(/\.$/, '')}` };
  }
  const files = items.map(({ distribution }, index) => ({ file: distribution.filename, existence: existing.existences[index] ?? { type: 'absent' as const } }));
  yield { type: 'existing-found', repositoryUrl, files };
}

async function* judgeOnIndexes(items: readonly ReleaseItem[], stops: readonly Stop[], options: PublishOptions): AsyncGenerator<PublishEvent, void> {
  for (const stop of stops) {
    const findings = await judgeAgainstIndex(items, stop, options);
    if (findings.length > 0) yield { type: 'index-checked', repositoryUrl: stop.standing.destination.repositoryUrl, findings };
    forbidErrors(findings);
  }
}

/**
 * Gets the upload tokens before anything is signed: an index that does not accept this identity leaves no trace in a public
 * log then. Where something is to be signed, the signing identity was looked at before that.
 */
async function* mintAndAttest(items: readonly ReleaseItem[], stops: readonly Stop[], context: AttestingContext): AsyncGenerator<PublishEvent, GatheredAttestations> {
  const { options, mode } = context;
  let isMinted = mode === 'pick-up';
  if (isMinted) yield* mint(stops, options);
  const attesting = attest(items, stops, context);
  try {
    for (;;) {
      const step = await attesting.next();
      if (!isMinted && (step.done === true || step.value.type === 'log-notice')) {
        isMinted = true;
        yield* mint(stops, options);
      }
      if (step.done === true) return step.value;
      yield step.value;
    }
  } finally {
    await attesting.return(noAttestations);
  }
}

/** Signing and verifying are loaded only for an index that takes attestations. */
async function* attest(items: readonly ReleaseItem[], stops: readonly Stop[], context: AttestingContext): AsyncGenerator<PublishEvent, GatheredAttestations> {
  if (!stops.some(({ plan }) => plan.sends)) return noAttestations;
  const { attestFor } = await import('./attest-for.ts');
  return yield* attestFor(items, stops, context);
}

/** Holds the attestations against what each index takes, from the publisher that uploads. */
async function forbidUnacceptable(
  items: readonly ReleaseItem[],
  stops: readonly Stop[],
  gathered: GatheredAttestations,
  { options, findIdentity }: { readonly options: PublishOptions; readonly findIdentity: FindIdentity },
): Promise<void> {
  if (gathered.byFile.size === 0) return;
  for (const stop of stops) {
    const token = stop.standing.credential?.kind === 'minted' ? (await findIdentity())?.lastToken() : undefined;
    // A publisher of a kind that nobody here knows is a publisher all the same.
    const publisherKind = token === undefined ? undefined : (publisherOfToken(token, options.kinds ?? publisherKinds)?.kind ?? 'unknown');
    forbidErrors(await judgeAttested(items, stop, gathered, { rules: options.rules, publisherKind }), 'ATTESTATION_UNACCEPTABLE', 'Nothing was uploaded.');
  }
}

/**
 * Gets the upload tokens for all indexes, so that a refusal ends it before the first signature and the first upload. Where everything is there already, only to see whether this process is who was expected.
 */
async function* mint(stops: readonly Stop[], { signal, expectedPublishers = [] }: PublishOptions): AsyncGenerator<PublishEvent, void> {
  for (const { standing, existing } of stops) {
    const { credential, destination } = standing;
    const isDone = existing.isKnown && existing.existences.every(({ type }) => type === 'same');
    if (credential?.kind !== 'minted' || (isDone && expectedPublishers.length === 0)) continue;
    await credential.authorization(destination.repositoryUrl, signal === undefined ? {} : { signal });
    yield { type: 'upload-token-ready', repositoryUrl: destination.repositoryUrl, expiresAt: credential.expiresAt() };
  }
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
