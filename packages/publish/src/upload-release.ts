import { serializeAttestation, type Attestation } from '@ropewalk/pep740';
import { upload, uploadFileOf, type LookUpFile, type UploadedFile, type UploadFile } from '@ropewalk/uploader';
import type { FileEvent, PublishedFile } from './publish-events.ts';
import { releaseFileOf, type ReleaseItem } from './read-release.ts';
import type { Standing } from './standing.ts';

/** How a release is uploaded to one index. */
export interface UploadContext {
  readonly standing: Standing;
  /** By file name; those not in it go without. */
  readonly attestations: ReadonlyMap<string, readonly Attestation[]>;
  /** `undefined`: the index cannot be asked what it has. */
  readonly lookUp: LookUpFile | undefined;
  readonly skipExisting: boolean;
  readonly comment: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Uploads distributions, each with its attestations if it has any.
 *
 * @returns How it ended for each, in their order.
 */
export async function* uploadRelease(items: readonly ReleaseItem[], context: UploadContext): AsyncGenerator<FileEvent, readonly PublishedFile[]> {
  const { lookUp, skipExisting, signal } = context;
  const { destination, credential } = context.standing;
  const { repositoryUrl, http } = destination;
  let ended: readonly UploadedFile[] = [];
  // Whoever publishes the same version begins with the same file: the first one decides whose release it is.
  const files = items.map((item) => fileOf(item, context)).toSorted((one, other) => (one.filename < other.filename ? -1 : 1));
  const events = upload({
    files,
    repositoryUrl,
    http,
    skipExisting,
    ...(credential === undefined ? {} : { credential }),
    ...(lookUp === undefined ? {} : { lookUp }),
    ...(signal === undefined ? {} : { signal }),
  });
  for await (const event of events) {
    if (event.type === 'uploads-end') ended = event.result.files;
    else yield event;
  }
  const outcomes = new Map(ended.map(({ file, outcome }) => [file, outcome]));
  return items.map((item) => {
    const outcome = outcomes.get(item.distribution.filename);
    if (outcome === undefined) throw new TypeError(`The upload of ${item.distribution.filename} ended without an outcome.`);
    return publishedFile(item, context, outcome);
  });
}

/** Puts together what is known of a file at the end. */
export function publishedFile(item: ReleaseItem, { standing, attestations }: Pick<UploadContext, 'standing' | 'attestations'>, outcome: PublishedFile['outcome']): PublishedFile {
  const sent = attestations.get(item.distribution.filename) ?? [];
  return { ...releaseFileOf(item.distribution), repositoryUrl: standing.destination.repositoryUrl, attestation: sent[0], attestations: sent, outcome, served: undefined };
}

function fileOf({ distribution, bytes }: ReleaseItem, { attestations, comment }: UploadContext): UploadFile {
  const sent = attestations.get(distribution.filename) ?? [];
  return uploadFileOf(distribution, {
    ...(sent.length === 0 ? {} : { attestations: sent.map(serializeAttestation) }),
    ...(comment === undefined ? {} : { comment }),
    ...(bytes === undefined ? {} : { bytes }),
  });
}
