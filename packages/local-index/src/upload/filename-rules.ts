import { isCodedError } from '@ropewalk/core';
import { isValidVersion, normalizeName, parseDistributionFilename, sameVersion } from '@ropewalk/packaging';
import { pythonRepr } from '../answers/python-repr.ts';
import { badRequest } from '../answers/refusal.ts';
import type { UploadFields } from '../form/upload-fields.ts';
import type { ReleaseMetadata } from '../form/parse-metadata-fields.ts';
import { isAllowedPlatform } from './platform-tags.ts';

type Filetype = UploadFields['filetype'];

/**
 * Checks what a file name is made of: no control characters, no path, an extension of its type in lower case.
 *
 * @throws {Refusal} 400
 */
export function checkFilenameForm(filename: string, filetype: Filetype): void {
  if (/[\x00-\x1f\x7f]/.test(filename)) {
    throw badRequest('Cannot upload a file with non-printable characters (ordinals 0-31) or the DEL character (ordinal 127) in the name.');
  }
  if (/[/\\]/.test(filename)) throw badRequest("Cannot upload a file with '/' or '\\' in the name.");
  const extension = /.(\.(?:tar\.gz|zip|whl))$/is.exec(filename)?.[1];
  if (extension === undefined) {
    throw badRequest(
      'Invalid file extension: Use .tar.gz, .whl or .zip extension. See https://www.python.org/dev/peps/pep-0527 ' +
        'and https://peps.python.org/pep-0715/ for more information',
    );
  }
  if (extensions[filetype].includes(extension)) return;
  throw badRequest(
    `Invalid file extension: Extension ${extension} is invalid for filetype ${filetype}. ` +
      'See https://www.python.org/dev/peps/pep-0527 for more information.',
  );
}

const extensions: Readonly<Record<Filetype, readonly string[]>> = { sdist: ['.zip', '.tar.gz'], bdist_wheel: ['.whl'] };

/** Linux's limit for a file name; a wheel's METADATA is stored beside it with a longer one. */
const maxFilenameBytes = 255;

/**
 * Checks that a file name says what the metadata says, in PyPI's only spelling.
 *
 * @throws {Refusal} 400
 */
export function checkFilenameMeaning(filename: string, filetype: Filetype, metadata: ReleaseMetadata): void {
  if (filetype === 'sdist') checkSdistFilename(filename, metadata);
  else checkWheelFilename(filename, metadata);
}

function checkSdistFilename(filename: string, metadata: ReleaseMetadata): void {
  const parsed = parse(filename);
  if (parsed?.type !== 'sdist') throw badRequest(`Invalid source distribution filename: ${filename}`);
  const name = escapedName(metadata);
  const isPostRelease = metadata.version.includes('.post');
  if (parsed.name !== normalizeName(metadata.name) && !(isPostRelease && filename.toLowerCase().startsWith(`${name}-`))) {
    throw badRequest(`Start filename for ${pythonRepr(metadata.name)} with ${pythonRepr(name)}.`);
  }
  const expected = `${name}-${metadata.version}.tar.gz`;
  if (filename !== expected) throw badRequest(`Filename ${pythonRepr(filename)} is invalid, should be ${pythonRepr(expected)}.`);
}

function checkWheelFilename(filename: string, metadata: ReleaseMetadata): void {
  const parsed = parse(filename);
  if (parsed?.type !== 'wheel') throw badRequest(wheelProblem(filename));
  for (const tag of parsed.tags) {
    const platform = tag.split('-').slice(2).join('-');
    if (!isAllowedPlatform(platform)) throw badRequest(`Binary wheel '${filename}' has an unsupported platform tag '${platform}'.`);
  }
  const name = escapedName(metadata);
  if (parsed.name !== normalizeName(metadata.name)) {
    throw badRequest(`Start filename for ${pythonRepr(metadata.name)} with ${pythonRepr(name)}.`);
  }
  const [spelled = ''] = filename.split('-');
  if (spelled !== name) {
    throw badRequest(`Filename ${pythonRepr(filename)} should contain the normalized project name ${pythonRepr(name)}, not ${pythonRepr(spelled)}.`);
  }
  if (!sameVersion(parsed.version, metadata.version)) {
    throw badRequest(`Version in filename should be ${pythonRepr(metadata.version)} not ${pythonRepr(parsed.version)}.`);
  }
  if (Buffer.byteLength(`${filename}.metadata`) > maxFilenameBytes) throw badRequest(`Filename is too long: '${filename}'`);
}

/** Why a name is no wheel's, in the words of Python's `packaging.utils`. */
function wheelProblem(filename: string): string {
  const quoted = pythonRepr(filename);
  const parts = filename.slice(0, -'.whl'.length).split('-');
  const [name = '', version = '', build = ''] = parts;
  if (parts.length !== 5 && parts.length !== 6) return `Invalid wheel filename (wrong number of parts): ${quoted}`;
  if (name.includes('__') || !/^[\p{L}\p{N}_.]+$/u.test(name)) return `Invalid project name: ${quoted}`;
  if (!isValidVersion(version)) return `Invalid wheel filename (invalid version): ${quoted}`;
  if (parts.length === 6 && !/^\d/.test(build)) return `Invalid build number: ${build} in ${quoted}`;
  return `Invalid wheel filename (invalid tag component): ${quoted}`;
}

function parse(filename: string): ReturnType<typeof parseDistributionFilename> | undefined {
  try {
    return parseDistributionFilename(filename);
  } catch (error) {
    if (isCodedError(error)) return undefined;
    throw error;
  }
}

function escapedName(metadata: ReleaseMetadata): string {
  return normalizeName(metadata.name).replaceAll('-', '_');
}
