import { createHash } from 'node:crypto';
import { isCodedError } from '@ropewalk/core';
import { IndexError, type IndexFile } from '@ropewalk/index-client';
import { normalizeName, parseDistributionFilename, sameVersion } from '@ropewalk/packaging';
import { CommandError } from '../../../command-error.ts';
import type { EvidenceSource } from '../evidence/evidence-source.ts';
import type { VerifyRequest } from '../verify-request.ts';
import { indexUrlFor } from './index-url-for.ts';
import { listedEvidence } from './index-evidence.ts';
import { openIndex, pagePlace, type OpenIndex } from './open-index.ts';
import type { Target } from './parse-target.ts';
import type { Subject, SubjectDigest } from './subject.ts';

/** A target that is on an index. */
export type RemoteTarget = Exclude<Target, { readonly type: 'path' }>;

/**
 * The distributions on an index that a target names: all wheels and sdists of a release, or one file.
 *
 * @throws {@link CommandError} `USAGE_TARGET` when the index does not have it; `IndexError`, `HttpError`
 */
export async function remoteSubjects(target: RemoteTarget, named: readonly EvidenceSource[], request: VerifyRequest, signal: AbortSignal): Promise<readonly Subject[]> {
  const index = await openIndex(indexUrlFor(target, request.index), signal);
  const page = await index.page(normalizeName(target.project));
  const files = page?.files.filter((file) => isNamed(target, file)) ?? [];
  if (page === undefined || files.length === 0) throw notThere(target, index, page !== undefined);
  return files.map((file): Subject => {
    const text = files.length === 1 ? target.text : `${target.text}/${file.filename}`;
    return {
      target: text,
      filename: file.filename,
      url: file.url,
      digest: () => (request.isDownload ? downloadedDigest(index, file, signal) : statedDigest(file)),
      evidence: async () => (named.length > 0 ? named : [listedEvidence(index, page, file)]),
    };
  });
}

function isNamed(target: RemoteTarget, file: IndexFile): boolean {
  if (target.filename !== undefined && file.filename !== target.filename) return false;
  if (target.type === 'url') return file.url.origin === target.url.origin && file.url.pathname === target.url.pathname;
  const version = versionOf(file.filename);
  return version !== undefined && sameVersion(version, target.version);
}

/** The canonical version in a file name; `undefined` for files of other kinds, which old releases have. */
function versionOf(filename: string): string | undefined {
  try {
    return parseDistributionFilename(filename).version;
  } catch (error) {
    if (isCodedError(error)) return undefined;
    throw error;
  }
}

async function statedDigest(file: IndexFile): Promise<SubjectDigest> {
  if (file.sha256 !== undefined) return { sha256: file.sha256, digestFrom: 'index' };
  throw new IndexError({ code: 'INDEX_FILE_DIFFERS', message: `The index states no sha256 for ${file.filename}.`, remedy: 'Give --download: then the bytes themselves are checked.' });
}

async function downloadedDigest({ client }: OpenIndex, file: IndexFile, signal: AbortSignal): Promise<SubjectDigest> {
  const hash = createHash('sha256');
  for await (const chunk of client.download(file, { signal })) hash.update(chunk);
  return { sha256: hash.digest('hex'), digestFrom: 'download' };
}

function notThere(target: RemoteTarget, index: OpenIndex, hasProject: boolean): CommandError {
  const place = pagePlace(index.url, target.project);
  const what = target.filename ?? `${target.project} ${target.version}`;
  return new CommandError({
    code: 'USAGE_TARGET',
    message: hasProject ? `${place} lists no ${what}.` : `There is no ${what}: ${place} is not there.`,
    remedy: 'Check name and version, and give --index-url, with the address of the simple API, when it is on another index.',
  });
}
