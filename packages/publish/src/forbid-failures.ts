import { titleOf } from './destination.ts';
import { PublishError } from './publish-error.ts';
import type { PublishedFile } from './publish-events.ts';

/**
 * @throws What went wrong with the first file that failed, when it was the same for all that were tried; else
 *   {@link PublishError} `UPLOAD_INCOMPLETE`, `UPLOAD_UNATTESTED`, `INDEX_NOT_SERVED`.
 */
export function forbidFailures(files: readonly PublishedFile[], options: { readonly requiresAttestations: boolean }): void {
  forbidFailedUploads(files);
  if (options.requiresAttestations) forbidUnattested(files);
  forbidUnserved(files);
}

/** Whether a file is there without provenance, where every file must have one: it can never get one. */
export function isUnattested({ outcome }: Pick<PublishedFile, 'outcome'>): boolean {
  return outcome.status === 'skipped' || (outcome.status === 'unchanged' && outcome.hasProvenance === false);
}

function forbidFailedUploads(files: readonly PublishedFile[]): void {
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

function forbidUnattested(files: readonly PublishedFile[]): void {
  const unattested = files.filter(isUnattested);
  const [first] = unattested;
  if (first === undefined) return;
  throw new PublishError({
    code: 'UPLOAD_UNATTESTED',
    message: `${titleOf({ name: undefined, repositoryUrl: first.repositoryUrl })} has ${named(unattested)} already, without an attestation, and a file that is there can never get one.`,
    remedy: 'Publish as a new version, attested from its first upload.',
  });
}

function forbidUnserved(files: readonly PublishedFile[]): void {
  const unserved = files.filter(({ served }) => served !== undefined && served.status !== 'served');
  const [first] = unserved;
  if (first?.served === undefined) return;
  throw new PublishError({
    code: first.served.status === 'different' ? 'UPLOAD_REPLACED' : 'INDEX_NOT_SERVED',
    message: `${first.repositoryUrl.host} took ${named(unserved)}, but ${reasonOf(first.served)}.`,
    remedy:
      first.served.status === 'different'
        ? 'Find out who else publishes this version, and what was uploaded.'
        : 'Look at the status page of the index, then run the same command again: what is there is not sent again. --no-wait does not wait for this.',
    ...(first.served.status === 'unreadable' ? { cause: first.served.error } : {}),
  });
}

function reasonOf(served: NonNullable<PublishedFile['served']>): string {
  switch (served.status) {
    case 'different':
      return `serves other content (sha256 ${served.sha256})`;
    case 'missing':
      return 'did not list it in time';
    case 'without-provenance':
      return 'did not serve its attestation in time';
    case 'unreadable':
      return `could not be read: ${served.error.message.replace(/\.$/, '')}`;
    case 'served':
      return 'serves it';
  }
}

function named(files: readonly PublishedFile[]): string {
  const [first] = files;
  return files.length === 1 ? (first?.file ?? '') : `${first?.file ?? ''} (and ${files.length - 1} more)`;
}
