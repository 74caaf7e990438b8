import { attestationPlan } from './attestation-plan.ts';
import { findExisting, type ExistingRelease } from './existing-files.ts';
import type { DestinationEvent, PublishEvent } from './publish-events.ts';
import { releaseFileOf, type ReleaseItem } from './read-release.ts';
import type { ReleaseRun } from './release-run.ts';
import { forbidLoopbackWithPublicSigstore } from './settings.ts';
import { findStanding, type Standing } from './standing.ts';
import type { Stop } from './stop.ts';

/** Finds out, for every index, as whom the release goes there, whether with attestations, and what is there already. */
export async function* surveyIndexes(items: readonly ReleaseItem[], { settings, options, findIdentity, mode }: ReleaseRun): AsyncGenerator<PublishEvent, readonly Stop[]> {
  const stops: Stop[] = [];
  const projects = projectsOf(items);
  let isIdentityKnown = false;
  for (const destination of settings.destinations) {
    const { repositoryUrl, name } = destination;
    const standing = await findStanding(destination, { ...options, projects }, { findIdentity, kinds: settings.kinds });
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

function projectsOf(items: readonly ReleaseItem[]): readonly string[] {
  return [...new Set(items.map(({ distribution }) => releaseFileOf(distribution).project))];
}
