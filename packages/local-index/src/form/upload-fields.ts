import { coreMetadataLink } from '../answers/help-links.ts';
import { pythonRepr } from '../answers/python-repr.ts';
import { badRequest } from '../answers/refusal.ts';
import type { ReceivedForm } from './received-form.ts';

/** The fields of an upload that describe the file itself. */
export interface UploadFields {
  readonly name: string;
  readonly filetype: 'sdist' | 'bdist_wheel';
  /** The digests given, in lower case. */
  readonly digests: Readonly<Partial<Record<DigestName, string>>>;
}

/** The digests an upload may name. */
export type DigestName = 'md5' | 'sha256' | 'blake2_256';

/**
 * Reads those fields.
 *
 * @throws {Refusal} 400 with the text of the first wrong field: `name`, then in alphabetical order, then combinations.
 */
export function parseUploadFields(form: ReceivedForm): UploadFields {
  const name = form.first('name') ?? '';
  const filetype = form.first('filetype') ?? '';
  checkName(name);
  if (!isDigest(form.first('blake2_256_digest'))) throw invalid('blake2_256_digest', 'Use a valid, hex-encoded, BLAKE2 message digest.');
  if (filetype === '') throw invalid('filetype', 'This field is required.');
  if (filetype !== 'sdist' && filetype !== 'bdist_wheel') throw invalid('filetype', 'Use a known file type.');
  if (!isDigest(form.first('sha256_digest'))) throw invalid('sha256_digest', 'Use a valid, hex-encoded, SHA256 message digest.');
  checkPythonVersion(filetype, form.first('pyversion') ?? '');
  const digests = givenDigests(form);
  if (Object.keys(digests).length === 0) throw badRequest('Error: Include at least one message digest.');
  return { name, filetype, digests };
}

function checkName(name: string): void {
  if (/^(?:[A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9])$/i.test(name)) return;
  const characters = [...name];
  const shown = characters.length > 60 ? `${characters.slice(0, 30).join('')}...${characters.slice(-30).join('')}` : name;
  const reason =
    name === ''
      ? 'This field is required.'
      : "Start and end with a letter or numeral containing only ASCII numeric and '.', '_' and '-'.";
  throw badRequest(`${pythonRepr(shown)} is an invalid value for Name. Error: ${reason} See ${coreMetadataLink} for more information.`);
}

function isDigest(value: string | undefined): boolean {
  return value === undefined || value.trim() === '' || /^[A-F0-9]{64}$/i.test(value);
}

function checkPythonVersion(filetype: UploadFields['filetype'], pyversion: string): void {
  if (filetype === 'bdist_wheel' && pyversion === '') {
    throw invalid('pyversion', 'Python version is required for binary distribution uploads.');
  }
  if (filetype === 'sdist' && pyversion !== '' && pyversion !== 'source') {
    throw invalid('pyversion', "Use 'source' as Python version for an sdist.");
  }
}

function givenDigests(form: ReceivedForm): UploadFields['digests'] {
  const names: readonly DigestName[] = ['md5', 'sha256', 'blake2_256'];
  const given = names.map((name) => [name, (form.first(`${name}_digest`) ?? '').toLowerCase()] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== ''));
}

function invalid(field: string, reason: string): Error {
  return badRequest(`Invalid value for ${field}. Error: ${reason}`);
}
