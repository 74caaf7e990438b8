import { canonicalVersion, isValidName, isValidVersion, parseDistributionFilename } from '@ropewalk/packaging';
import { CommandError } from '../../../command-error.ts';
import { shownAddressWord } from '../../../output/shown-address.ts';

/** What the command line names. */
export type Target =
  /** A file or directory on this machine. */
  | { readonly type: 'path'; readonly text: string; readonly path: string }
  /** A release on an index, or one file of it. */
  | { readonly type: 'release'; readonly text: string; readonly project: string; readonly version: string; readonly filename?: string }
  /** One file on an index, by its address. */
  | { readonly type: 'url'; readonly text: string; readonly url: URL; readonly project: string; readonly version: string; readonly filename: string };

/**
 * Reads one target: a path, `NAME==VERSION`, `NAME==VERSION/FILE`, `pypi:FILE`, `pkg:pypi/NAME@VERSION`, or the URL of a file.
 * A path that looks like one of the others is written with `./` before it.
 *
 * @throws {@link CommandError} `USAGE_TARGET`
 */
export function parseTarget(text: string): Target {
  if (/^https?:\/\//i.test(text)) return parseUrl(text);
  if (/^pkg:/i.test(text)) return parsePurl(text);
  if (text.startsWith('pypi:')) return { type: 'release', text, ...fileNamed(text, text.slice('pypi:'.length)) };
  const requirement = /^([^=/\\\s]+)==([^=/\\\s]+)(?:\/([^/\\]+))?$/.exec(text);
  if (requirement === null) return { type: 'path', text, path: text };
  const [, project = '', version = '', filename] = requirement;
  return release(text, project, version, filename);
}

/** `pkg:pypi/NAME@VERSION?file_name=FILE`. @see https://github.com/package-url/purl-spec */
function parsePurl(text: string): Target {
  const [withQualifiers = ''] = text.split('#');
  const [name = '', query = ''] = withQualifiers.split('?');
  const parts = /^pkg:\/*pypi\/([^/@]+)@([^/@]+)$/i.exec(name);
  if (parts === null) throw notATarget(text, 'it is not of the form pkg:pypi/NAME@VERSION');
  const qualifiers = new URLSearchParams(query);
  if (qualifiers.has('repository_url')) throw notATarget(text, 'it names an index of its own, which only --index-url may', 'Leave `repository_url` out and give --index-url.');
  return release(text, decoded(text, parts[1]), decoded(text, parts[2]), qualifiers.get('file_name') ?? undefined);
}

function parseUrl(text: string): Target {
  const url = URL.parse(text);
  if (url === null) throw notATarget(text, 'it is not a web address');
  return { type: 'url', text: shownAddressWord(text), url, ...fileNamed(text, decoded(text, url.pathname.split('/').at(-1))) };
}

function release(text: string, project: string, version: string, filename: string | undefined): Target {
  if (!isValidName(project)) throw notATarget(text, `${project} is not the name of a project`);
  if (!isValidVersion(version)) throw notATarget(text, `${version} is not a version`);
  return { type: 'release', text, project, version: canonicalVersion(version), ...(filename === undefined ? {} : { filename }) };
}

function fileNamed(text: string, filename: string): { readonly project: string; readonly version: string; readonly filename: string } {
  try {
    const { name, version } = parseDistributionFilename(filename);
    return { project: name, version, filename };
  } catch (cause) {
    throw new CommandError({ ...fieldsOf(text, `${filename || 'what it ends in'} is not the name of a wheel or sdist`), cause });
  }
}

function decoded(text: string, part: string | undefined): string {
  try {
    return decodeURIComponent(part ?? '');
  } catch (cause) {
    throw new CommandError({ ...fieldsOf(text, 'its percent signs encode nothing'), cause });
  }
}

function notATarget(text: string, reason: string, remedy?: string): CommandError {
  return new CommandError(fieldsOf(text, reason, remedy));
}

function fieldsOf(text: string, reason: string, remedy = 'Name a file, a directory, NAME==VERSION, pypi:FILE, pkg:pypi/NAME@VERSION, or the URL of a file.') {
  return { code: 'USAGE_TARGET', message: `${withoutSecrets(text)} cannot be verified: ${reason}.`, remedy } as const;
}

/** A URL's login is a secret, and its query may hold one. */
function withoutSecrets(text: string): string {
  return shownAddressWord(text).replace(/\?.*$/s, '?…');
}
