import { checkAttestations, checkOnline, type Finding } from '@ropewalk/preflight';
import type { GatheredAttestations } from './gathered-attestations.ts';
import type { PublishOptions } from './publish-options.ts';
import { profileFor, type ReleaseItem } from './read-release.ts';
import type { Stop } from './stop.ts';

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

function isDone({ existing }: Stop): boolean {
  return existing.isKnown && existing.existences.every(({ type }) => type === 'same');
}
