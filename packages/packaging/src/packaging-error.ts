import { CodedError } from '@ropewalk/core';

/** Why a name, version, file name or requirement cannot be read. */
export type PackagingErrorCode =
  /** Neither a wheel's nor an sdist's file name. */
  | 'FILENAME_MALFORMED'
  /** Not a version as PEP 440 defines it. */
  | 'VERSION_MALFORMED'
  /** Not a set of version specifiers as PEP 440 defines it. */
  | 'SPECIFIER_MALFORMED'
  /** Not a dependency as PEP 508 defines it. */
  | 'REQUIREMENT_MALFORMED';

/** A word of Python packaging that cannot be read. */
export class PackagingError extends CodedError<PackagingErrorCode> {}
