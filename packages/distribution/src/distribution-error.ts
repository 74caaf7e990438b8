import { CodedError } from '@ropewalk/core';

/** Why a distribution cannot be read. */
export type DistributionErrorCode =
  /** There is no such file. */
  | 'DISTRIBUTION_NOT_FOUND'
  /** The path is a directory, not a file. */
  | 'DISTRIBUTION_IS_DIRECTORY'
  /** The file is there, but cannot be read: permission, device, I/O. */
  | 'DISTRIBUTION_UNREADABLE'
  /** The file has no bytes. */
  | 'DISTRIBUTION_EMPTY'
  /** The file's name is neither a wheel's nor an sdist's. */
  | 'DISTRIBUTION_TYPE_UNKNOWN'
  /** The file is not the archive that its name says: a text renamed to `.whl`. */
  | 'DISTRIBUTION_NOT_AN_ARCHIVE'
  /** The file is such an archive, but damaged, cut off or beyond what is read. */
  | 'ARCHIVE_BROKEN'
  /** The archive has no `METADATA` or `PKG-INFO` where it belongs. */
  | 'METADATA_MISSING';

/** A distribution that cannot be read. */
export class DistributionError extends CodedError<DistributionErrorCode> {}
