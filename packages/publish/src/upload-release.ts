import type { HttpClient } from '@ropewalk/core';
import type { Credential } from '@ropewalk/credentials';
import { serializeAttestation, type Attestation } from '@ropewalk/pep740';
import { upload, uploadFileOf, type UploadedFile } from '@ropewalk/uploader';
import { PublishError } from './publish-error.ts';
import type { FileEvent, PublishedFile } from './publish-events.ts';
import { releaseFileOf, type ReleaseItem } from './read-release.ts';

/** How a release is uploaded. */
export interface UploadContext {
  readonly repositoryUrl: URL;
  readonly credential: Credential;
  readonly http: HttpClient;
  readonly signal: AbortSignal | undefined;
}

/**
 * Uploads distributions, each with its attestation if it has one.
 *
 * @returns How it ended for each, in their order.
 */
export async function* uploadRelease(
  items: readonly ReleaseItem[],
  attestations: readonly (Attestation | undefined)[],
  { repositoryUrl, credential, http, signal }: UploadContext,
): AsyncGenerator<FileEvent, readonly PublishedFile[]> {
  const files = items.map(({ distribution, bytes }, index) => {
    const attestation = attestations[index];
    return uploadFileOf(distribution, {
      ...(attestation === undefined ? {} : { attestations: [serializeAttestation(attestation)] }),
      ...(bytes === undefined ? {} : { bytes }),
    });
  });
  let ended: readonly UploadedFile[] = [];
  for await (const event of upload({ files, repositoryUrl, credential, http, ...(signal === undefined ? {} : { signal }) })) {
    if (event.type === 'uploads-end') ended = event.result.files;
    else yield event;
  }
  return items.map(({ distribution }, index) => {
    const outcome = ended[index]?.outcome;
    if (outcome === undefined) throw new TypeError(`The upload of ${distribution.filename} ended without an outcome.`);
    return { ...releaseFileOf(distribution), attestation: attestations[index], outcome };
  });
}

/**
 * @throws What went wrong with the first file that failed, when it was the same for all that were tried; else
 *   {@link PublishError} `UPLOAD_INCOMPLETE`.
 */
export function forbidFailures(files: readonly PublishedFile[]): void {
  const errors = files.flatMap(({ outcome }) => (outcome.status === 'failed' ? [outcome.error] : []));
  const tried = errors.filter(({ code }) => code !== 'UPLOAD_NOT_TRIED');
  const [first] = tried;
  if (first === undefined) return;
  if (tried.every(({ code }) => code === first.code)) throw first;
  throw new PublishError({
    code: 'UPLOAD_INCOMPLETE',
    message: `${errors.length} of ${files.length} files were not uploaded. The first: ${first.message}`,
    remedy: first.remedy,
    cause: first,
  });
}
