import { publisherOfToken } from '@ropewalk/oidc/publisher';
import { checkAttestations, checkOnline, type Finding } from '@ropewalk/preflight';
import type { GatheredAttestations } from './gathered-attestations.ts';
import type { PublishEvent } from './publish-events.ts';
import type { PublishOptions } from './publish-options.ts';
import { forbidErrors, profileFor, type ReleaseItem } from './read-release.ts';
import type { ReleaseRun } from './release-run.ts';
import { isDone, type Stop } from './stop.ts';

/**
 * Judges a release against what each index has already.
 *
 * @throws `PublishError` `RELEASE_REFUSED`
 */
export async function* judgeOnIndexes(items: readonly ReleaseItem[], stops: readonly Stop[], options: PublishOptions): AsyncGenerator<PublishEvent, void> {
  for (const stop of stops) {
    const findings = await judgeAgainstIndex(items, stop, options);
    if (findings.length > 0) yield { type: 'index-checked', repositoryUrl: stop.standing.destination.repositoryUrl, findings };
    forbidErrors(findings);
  }
}

/**
 * Holds the attestations against what each index takes, from the publisher that uploads.
 *
 * @throws `PublishError` `ATTESTATION_UNACCEPTABLE`
 */
export async function forbidUnacceptableAttestations(
  items: readonly ReleaseItem[],
  stops: readonly Stop[],
  gathered: GatheredAttestations,
  { options: { rules }, settings: { kinds }, findIdentity }: ReleaseRun,
): Promise<void> {
  if (gathered.byFile.size === 0) return;
  for (const stop of stops) {
    const token = stop.standing.credential?.kind === 'minted' ? (await findIdentity())?.lastToken() : undefined;
    // A publisher of a kind that nobody here knows is a publisher all the same.
    const publisherKind = token === undefined ? undefined : (publisherOfToken(token, kinds)?.kind ?? 'unknown');
    forbidErrors(await judgeAttested(items, stop, gathered, { rules, publisherKind }), 'ATTESTATION_UNACCEPTABLE', 'Nothing was uploaded.');
  }
}

/**
 * Judges a release against what an index has already: archived projects, releases that are closed, other sdists. Other
 * content under the same name is not among the findings; it has an outcome of its own.
 */
export async function judgeAgainstIndex(items: readonly ReleaseItem[], stop: Stop, { rules, now }: PublishOptions): Promise<readonly Finding[]> {
  const { existing, standing } = stop;
  if (!existing.isKnown || isDone(stop)) return [];
  const { projectPage, existences } = existing;
  const known = items.filter((_, index) => existences[index]?.type !== 'unknown');
  const findings = await checkOnline(
    known.map(({ distribution }) => distribution),
    { project: projectPage },
    { index: profileFor(standing.destination, rules), ...(now === undefined ? {} : { now }) },
  );
  return findings.filter(({ code }) => code !== 'INDEX_FILE_DIFFERS');
}

/** Judges what goes up beside the files: the second phase, after signing. Each was verified before. */
export async function judgeAttested(
  items: readonly ReleaseItem[],
  stop: Stop,
  { byFile }: GatheredAttestations,
  { rules, publisherKind }: { readonly rules: PublishOptions['rules']; readonly publisherKind: string | undefined },
): Promise<readonly Finding[]> {
  if (!stop.plan.sends || isDone(stop)) return [];
  const attested = items.map(({ distribution }) => ({ distribution, attestations: byFile.get(distribution.filename) }));
  return checkAttestations(attested, { index: profileFor(stop.standing.destination, rules), publisherKind });
}
