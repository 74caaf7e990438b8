import { PackagingError } from './packaging-error.ts';
import { pythonSpace, quote } from './python-text.ts';

/** A version in its parts. Numbers are decimal text without leading zeros, because they have no limit. */
export interface Version {
  /** `0` when not given. */
  readonly epoch: string;
  readonly release: readonly string[];
  readonly pre?: readonly ['a' | 'b' | 'rc', string];
  readonly post?: string;
  readonly dev?: string;
  /** Segments of the local version, lower case. */
  readonly local?: readonly string[];
}

const versionPattern = new RegExp(
  [
    `^[${pythonSpace}]*v?`,
    '(?:(?<epoch>[0-9]+)!)?',
    '(?<release>[0-9]+(?:\\.[0-9]+)*)',
    '(?:[._-]?(?<pre>alpha|a|beta|b|preview|pre|c|rc)[._-]?(?<preNumber>[0-9]+)?)?',
    '(?:-(?<postImplicit>[0-9]+)|[._-]?(?<post>post|rev|r)[._-]?(?<postNumber>[0-9]+)?)?',
    '(?:[._-]?(?<dev>dev)[._-]?(?<devNumber>[0-9]+)?)?',
    '(?:\\+(?<local>[a-z0-9]+(?:[._-][a-z0-9]+)*))?',
    `[${pythonSpace}]*$`,
  ].join(''),
  'i',
);

const preLetters: Readonly<Record<string, 'a' | 'b' | 'rc'>> = {
  alpha: 'a', a: 'a', beta: 'b', b: 'b', c: 'rc', rc: 'rc', pre: 'rc', preview: 'rc',
};

/** Python refuses to turn longer digit strings into a number, and so do all tools built on it. */
const maxDigits = 4300;

/**
 * Reads a version as Python's `packaging.version.Version` does.
 *
 * @throws {@link PackagingError} `VERSION_MALFORMED`
 * @see https://peps.python.org/pep-0440/
 */
export function parseVersion(text: string): Version {
  const groups = versionPattern.exec(text)?.groups;
  if (groups === undefined || new RegExp(`[0-9]{${maxDigits + 1}}`).test(text)) throw malformed(text);
  const pre = preLetters[(groups['pre'] ?? '').toLowerCase()];
  const post = groups['postImplicit'] ?? (groups['post'] === undefined ? undefined : (groups['postNumber'] ?? '0'));
  return {
    epoch: number(groups['epoch'] ?? '0'),
    release: (groups['release'] ?? '').split('.').map(number),
    ...(pre === undefined ? {} : { pre: [pre, number(groups['preNumber'] ?? '0')] as const }),
    ...(post === undefined ? {} : { post: number(post) }),
    ...(groups['dev'] === undefined ? {} : { dev: number(groups['devNumber'] ?? '0') }),
    ...(groups['local'] === undefined ? {} : { local: groups['local'].toLowerCase().split(/[._-]/).map(number) }),
  };
}

/** Tells whether {@link parseVersion} reads `text`. */
export function isValidVersion(text: string): boolean {
  return versionPattern.test(text) && !new RegExp(`[0-9]{${maxDigits + 1}}`).test(text);
}

/** Writes a version in its normal form, `str(Version)` in Python: trailing zeros of the release stay. */
export function formatVersion(version: Version): string {
  return format(version, version.release);
}

/**
 * Brings a version into its normal form: `v1.0-Alpha.1` becomes `1.0a1`; `1.0` and `1` stay apart.
 *
 * @throws {@link PackagingError} `VERSION_MALFORMED`
 */
export function canonicalVersion(text: string): string {
  return formatVersion(parseVersion(text));
}

/**
 * Tells whether two texts are the same version: `1.0` and `1.0.0` are.
 *
 * @throws {@link PackagingError} `VERSION_MALFORMED`
 */
export function sameVersion(a: string, b: string): boolean {
  return versionKey(a) === versionKey(b);
}

/**
 * Gives the same text for the same version, however written.
 *
 * @throws {@link PackagingError} `VERSION_MALFORMED`
 */
export function versionKey(text: string): string {
  const version = parseVersion(text);
  const end = version.release.findLastIndex((part) => part !== '0');
  return format(version, version.release.slice(0, Math.max(end + 1, 1)));
}

function format(version: Version, release: readonly string[]): string {
  return [
    version.epoch === '0' ? '' : `${version.epoch}!`,
    release.join('.'),
    version.pre?.join('') ?? '',
    version.post === undefined ? '' : `.post${version.post}`,
    version.dev === undefined ? '' : `.dev${version.dev}`,
    version.local === undefined ? '' : `+${version.local.join('.')}`,
  ].join('');
}

/** Drops leading zeros of what is all digits; leaves other text alone (a local segment such as `0abc`). */
function number(text: string): string {
  return /^[0-9]+$/.test(text) ? text.replace(/^0+(?=[0-9])/, '') : text;
}

function malformed(text: string): PackagingError {
  return new PackagingError({
    code: 'VERSION_MALFORMED',
    message: `${quote(text)} is not a version.`,
    remedy: 'Write it as PEP 440 defines: numbers joined by dots, then a1, b1, rc1, .post1 or .dev1 if wanted.',
  });
}
