import { PackagingError } from './packaging-error.ts';
import { normalizeName } from './project-name.ts';
import { quote } from './python-text.ts';
import { canonicalVersion, isValidVersion, versionKey } from './version.ts';

/** What the file name of a source distribution says. */
export interface SdistFilename {
  readonly type: 'sdist';
  readonly filename: string;
  /** Normalised (PEP 503). */
  readonly name: string;
  /** In its normal form (PEP 440). */
  readonly version: string;
  /** PyPI takes only `.tar.gz`; `.zip` is recognised. */
  readonly extension: '.tar.gz' | '.zip';
}

/** What the file name of a wheel says. */
export interface WheelFilename {
  readonly type: 'wheel';
  readonly filename: string;
  /** Normalised (PEP 503). */
  readonly name: string;
  /** In its normal form (PEP 440). */
  readonly version: string;
  /** The build tag, its number without leading zeros: `1`, `2b`. */
  readonly build?: string;
  /** Every combination of the compressed tags, `py3-none-any`, lower case, sorted, each once. */
  readonly tags: readonly string[];
}

/** What the file name of a distribution says. */
export type DistributionFilename = SdistFilename | WheelFilename;

/** No file system and no index keeps longer ones; it bounds how many tags a name can stand for. */
const maxLength = 255;

/**
 * Reads the name of a wheel or sdist as Python's `packaging.utils` does (`parse_wheel_filename`, `parse_sdist_filename`).
 *
 * @throws {@link PackagingError} `FILENAME_MALFORMED`
 * @see https://packaging.python.org/specifications/binary-distribution-format/#file-name-convention
 */
export function parseDistributionFilename(filename: string): DistributionFilename {
  if (filename.length > maxLength) throw malformed(filename, `it is longer than ${maxLength} characters`);
  if (filename.endsWith('.whl')) return parseWheel(filename);
  if (filename.endsWith('.tar.gz')) return parseSdist(filename, '.tar.gz');
  if (filename.endsWith('.zip')) return parseSdist(filename, '.zip');
  throw malformed(filename, 'it ends in none of .whl, .tar.gz, .zip (in lower case)');
}

/**
 * Tells whether two file names stand for the same distribution, as an attestation's subject is compared with its file:
 * type, name, version, build tag and the set of expanded tags. Spelling does not count, and for an sdist neither does
 * the extension.
 *
 * @see https://peps.python.org/pep-0740/#attestation-statements
 */
export function sameDistribution(a: DistributionFilename, b: DistributionFilename): boolean {
  if (a.name !== b.name || versionKey(a.version) !== versionKey(b.version)) return false;
  if (a.type === 'sdist' || b.type === 'sdist') return a.type === b.type;
  return a.build === b.build && a.tags.join(' ') === b.tags.join(' ');
}

function parseWheel(filename: string): WheelFilename {
  const parts = filename.slice(0, -'.whl'.length).split('-');
  if (parts.length !== 5 && parts.length !== 6) {
    throw malformed(filename, `a wheel's name has five or six parts joined by "-", not ${parts.length}`);
  }
  const [name = '', version = ''] = parts;
  // The pattern Python uses would also let a line feed end the name.
  if (name.includes('__') || !/^[\p{L}\p{N}_.]*\n?$/u.test(name)) {
    throw malformed(filename, `${quote(name)} is not the escaped name of a project`);
  }
  return {
    type: 'wheel',
    filename,
    name: normalizeName(name),
    version: versionOf(filename, version),
    ...(parts.length === 6 ? { build: buildTag(filename, parts[2] ?? '') } : {}),
    tags: expandTags(parts.slice(-3)),
  };
}

function parseSdist(filename: string, extension: SdistFilename['extension']): SdistFilename {
  const stem = filename.slice(0, -extension.length);
  const dash = stem.lastIndexOf('-');
  if (dash === -1) throw malformed(filename, 'no "-" parts the name from the version');
  return {
    type: 'sdist',
    filename,
    name: normalizeName(stem.slice(0, dash)),
    version: versionOf(filename, stem.slice(dash + 1)),
    extension,
  };
}

function versionOf(filename: string, version: string): string {
  if (!isValidVersion(version)) throw malformed(filename, `${quote(version)} is not a version`);
  return canonicalVersion(version);
}

function buildTag(filename: string, build: string): string {
  const match = /^0*(\d+)(.*)/.exec(build);
  if (match === null) throw malformed(filename, `the build tag ${quote(build)} does not begin with a digit`);
  return `${match[1] ?? ''}${match[2] ?? ''}`;
}

function expandTags([interpreters = '', abis = '', platforms = '']: readonly string[]): readonly string[] {
  const tags = new Set<string>();
  for (const interpreter of interpreters.split('.')) {
    for (const abi of abis.split('.')) {
      for (const platform of platforms.split('.')) tags.add(`${interpreter}-${abi}-${platform}`.toLowerCase());
    }
  }
  return [...tags].sort();
}

function malformed(filename: string, reason: string): PackagingError {
  return new PackagingError({
    code: 'FILENAME_MALFORMED',
    message: `${quote(filename)} is not the name of a wheel or sdist: ${reason}.`,
    remedy: 'Keep the name that the build tool gave the file, such as name-1.0-py3-none-any.whl or name-1.0.tar.gz.',
  });
}
