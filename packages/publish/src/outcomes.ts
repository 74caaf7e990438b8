import { UploadError } from '@ropewalk/uploader';
import { titleOf, type KnownDestination } from './destination.ts';
import { attestationsFor, noAttestations, type GatheredAttestations } from './gathered-attestations.ts';
import type { PublishedFile, PublishOutcome } from './publish-events.ts';
import type { ReleaseItem } from './read-release.ts';
import type { Stop } from './stop.ts';
import { publishedFile } from './upload-release.ts';

/**
 * How a release ends when some index has other content under one of its names: that file conflicts, the others are not
 * tried. Empty when there is no conflict.
 */
export function conflictsIn(items: readonly ReleaseItem[], stops: readonly Stop[]): readonly PublishedFile[] {
  const files = stops.flatMap(({ standing, existing }) =>
    items.map((item, index) => {
      const existence = existing.isKnown ? existing.existences[index] : undefined;
      const outcome: PublishOutcome =
        existence?.type === 'other'
          ? { status: 'failed', scope: 'file', error: conflict(item, standing.destination, existence.sha256) }
          : existence?.type === 'same'
            ? { status: 'unchanged', ...(existence.hasProvenance === undefined ? {} : { hasProvenance: existence.hasProvenance }) }
            : { status: 'not-tried', reason: 'another file of this release is there with other content' };
      return publishedFile(item, { standing, attestations: noAttestations.byFile }, outcome);
    }),
  );
  return files.some(({ outcome }) => outcome.status === 'failed') ? files : [];
}

/** How a release would end. */
export function dryRunOutcomes(items: readonly ReleaseItem[], stops: readonly Stop[], gathered: GatheredAttestations): readonly PublishedFile[] {
  return stops.flatMap((stop) => {
    const { standing, existing } = stop;
    const attestations = attestationsFor(stop, gathered);
    return items.map((item, index) => {
      const existence = existing.isKnown ? existing.existences[index] : undefined;
      const outcome: PublishOutcome =
        existence?.type === 'same'
          ? { status: 'unchanged', ...(existence.hasProvenance === undefined ? {} : { hasProvenance: existence.hasProvenance }) }
          : { status: 'planned' };
      return publishedFile(item, { standing, attestations }, outcome);
    });
  });
}

/** The files of an index that was not begun. */
export function notTried(items: readonly ReleaseItem[], stop: Stop, gathered: GatheredAttestations, failedAt: KnownDestination): readonly PublishedFile[] {
  const reason = `the release did not get to its end at ${titleOf(failedAt)}`;
  const attestations = attestationsFor(stop, gathered);
  return items.map((item) => publishedFile(item, { standing: stop.standing, attestations }, { status: 'not-tried', reason }));
}

function conflict({ distribution }: ReleaseItem, destination: KnownDestination, theirs: string): UploadError {
  const { filename, sha256 } = distribution;
  return new UploadError({
    code: 'FILE_CONFLICT',
    message: `${titleOf(destination)} has another file ${filename} (here: sha256 ${sha256}, there: sha256 ${theirs}).`,
    remedy: 'Nothing was signed or sent. Published files cannot be replaced: find out who uploaded the other one, then publish this one as a new version.',
  });
}
