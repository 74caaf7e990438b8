import { createDefectList, type ArchiveFacts } from './archive-facts.ts';
import { openSource, type ByteSource, type DistributionSource } from './byte-source.ts';
import { createDigests } from './digests.ts';
import { tryParseFilename, type DistributionIdentity, type DistributionOptions } from './identify-distribution.ts';
import { inspectTar } from './inspect-tar.ts';
import { inspectZip } from './inspect-zip.ts';

/** Everything that can be told of a file that ought to be a distribution, sound or not. */
export interface InspectedDistribution extends DistributionIdentity {
  /** What its ending says; `undefined` for other endings, wrong case included. */
  readonly type: 'wheel' | 'sdist' | undefined;
  readonly archive: ArchiveFacts;
}

/**
 * Reads a distribution as an index does: digests, names, metadata and facts about the archive, extracting nothing. What
 * is wrong with the content is told, not thrown, and hostile archives are left early.
 *
 * @throws {@link DistributionError} `DISTRIBUTION_NOT_FOUND`, `DISTRIBUTION_IS_DIRECTORY`, `DISTRIBUTION_UNREADABLE`
 */
export async function inspectDistribution(
  source: DistributionSource,
  options: DistributionOptions = {},
): Promise<InspectedDistribution> {
  const bytes = await openSource(source);
  try {
    const digests = await createDigests(options.digests ?? []);
    let sizeBytes = 0;
    const archive = await inspectArchive(bytes, (chunk) => {
      options.signal?.throwIfAborted();
      digests.update(chunk);
      sizeBytes += chunk.length;
    });
    return {
      filename: bytes.filename,
      parsed: tryParseFilename(bytes.filename),
      type: typeOf(bytes.filename),
      sizeBytes,
      ...digests.digests(),
      ...(bytes.path === undefined ? {} : { path: bytes.path }),
      archive,
    };
  } finally {
    await bytes.close();
  }
}

function typeOf(filename: string): InspectedDistribution['type'] {
  if (filename.endsWith('.whl')) return 'wheel';
  return /\.(?:tar\.gz|zip)$/.test(filename) ? 'sdist' : undefined;
}

async function inspectArchive(source: ByteSource, onChunk: (chunk: Buffer) => void): Promise<ArchiveFacts> {
  if (/\.(?:whl|zip)$/.test(source.filename)) return inspectZip(source, onChunk);
  if (source.filename.endsWith('.tar.gz')) return inspectTar(source, onChunk);
  for await (const chunk of source.chunks()) onChunk(chunk);
  const defects = createDefectList();
  if (source.sizeBytes === 0) defects.add('EMPTY', 'the file has no bytes');
  return { format: 'unknown', memberCount: 0, unpackedBytes: 0, names: [], isComplete: false, defects: defects.all };
}
