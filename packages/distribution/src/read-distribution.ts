import type { Metadata } from '@ropewalk/packaging';
import type { ArchiveDefect, ArchiveDefectCode } from './archive-facts.ts';
import type { DistributionSource } from './byte-source.ts';
import { DistributionError, type DistributionErrorCode } from './distribution-error.ts';
import type { DistributionOptions } from './identify-distribution.ts';
import { inspectDistribution, type InspectedDistribution } from './inspect-distribution.ts';

/** A distribution whose archive opens and holds metadata. */
export interface Distribution extends InspectedDistribution {
  readonly type: 'wheel' | 'sdist';
  readonly metadata: Metadata;
}

/**
 * Reads a distribution of which at least name, archive and metadata are there. Whether they agree and whether an index
 * would take it, this does not judge.
 *
 * @throws {@link DistributionError} Also for content: `DISTRIBUTION_EMPTY`, `DISTRIBUTION_TYPE_UNKNOWN`,
 *   `DISTRIBUTION_NOT_AN_ARCHIVE`, `ARCHIVE_BROKEN`, `METADATA_MISSING`.
 */
export async function readDistribution(source: DistributionSource, options: DistributionOptions = {}): Promise<Distribution> {
  return requireSound(await inspectDistribution(source, options));
}

/**
 * Makes a {@link Distribution} of what {@link inspectDistribution} found.
 *
 * @throws {@link DistributionError} For what is missing, see {@link readDistribution}.
 */
export function requireSound(inspected: InspectedDistribution): Distribution {
  const { type, archive } = inspected;
  const where = inspected.path ?? inspected.filename;
  const fatal = archive.defects.find((defect) => fatalDefects.has(defect.code) || (defect.code === 'NOT_READ_FURTHER' && archive.metadata === undefined));
  if (fatal?.code === 'EMPTY') {
    throw failure('DISTRIBUTION_EMPTY', `${where} is empty.`, 'Build the distribution again; the file may not have been written to its end.');
  }
  if (type === undefined) {
    throw failure('DISTRIBUTION_TYPE_UNKNOWN', `${where} is not named like a wheel (.whl) or an sdist (.tar.gz).`, 'Name only distributions; keep the names that the build tool gave them.');
  }
  if (fatal !== undefined) throw unsound(where, type, fatal);
  const { metadata } = archive;
  if (metadata === undefined) {
    throw failure('METADATA_MISSING', `${where} has no metadata${archive.metadataPath === undefined ? '' : ` at ${archive.metadataPath}`}.`, type === 'wheel'
      ? 'Build the wheel again and do not rename it: its .dist-info directory must be spelled like the file.'
      : 'Build the sdist with a build tool: it must hold one directory with a PKG-INFO file.');
  }
  return { ...inspected, type, metadata };
}

const fatalDefects: ReadonlySet<ArchiveDefectCode> = new Set(['EMPTY', 'NOT_AN_ARCHIVE', 'BROKEN']);

function unsound(where: string, type: 'wheel' | 'sdist', defect: ArchiveDefect): DistributionError {
  if (defect.code === 'NOT_AN_ARCHIVE') {
    return failure('DISTRIBUTION_NOT_AN_ARCHIVE', `${where} is not what its name says: ${defect.detail}.`, `Build the ${type} again; do not rename other files to it.`);
  }
  return failure('ARCHIVE_BROKEN', `${where} cannot be read as an archive: ${defect.detail}.`, `Build the ${type} again, or fetch it again if it was downloaded.`);
}

function failure(code: DistributionErrorCode, message: string, remedy: string): DistributionError {
  return new DistributionError({ code, message, remedy });
}
