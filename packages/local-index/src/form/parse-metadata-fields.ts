import { canonicalVersion } from '@ropewalk/packaging';
import { coreMetadataLink, localVersionLink } from '../answers/help-links.ts';
import { badRequest } from '../answers/refusal.ts';
import { coreMetadataErrors } from './core-metadata-rules.ts';
import { collectMetadata, type FormMetadata } from './form-metadata.ts';
import { firstError, type MetadataError } from './metadata-error.ts';
import { pypiMetadataErrors } from './pypi-metadata-rules.ts';
import type { ReceivedForm } from './received-form.ts';

/** What the index needs of a release's metadata. PyPI takes it from the form, not from the archive. */
export interface ReleaseMetadata {
  readonly name: string;
  /** In canonical spelling. */
  readonly version: string;
  readonly requiresPython: string | undefined;
}

/**
 * Reads the metadata of a form and checks it.
 *
 * @param classifiers - The classifiers that exist; `undefined` lets any pass.
 * @throws {Refusal} 400 with the text of the first error.
 */
export function parseMetadataFields(form: ReceivedForm, classifiers: ReadonlySet<string> | undefined): ReleaseMetadata {
  const metadata = collectMetadata(form);
  if (isErrors(metadata)) throw refusalOf(metadata);
  const errors = coreMetadataErrors(metadata);
  if (errors.length > 0) throw refusalOf(errors);
  const pypiErrors = pypiMetadataErrors(metadata, classifiers);
  if (pypiErrors.length > 0) throw refusalOf(pypiErrors);
  return {
    name: metadata.text('name') ?? '',
    version: canonicalVersion(metadata.text('version') ?? ''),
    requiresPython: metadata.text('requires-python'),
  };
}

function isErrors(value: FormMetadata | readonly MetadataError[]): value is readonly MetadataError[] {
  return Array.isArray(value);
}

function refusalOf(errors: readonly MetadataError[]): Error {
  const error = firstError(errors);
  const text = error?.text ?? '';
  const link = error?.field === 'version' && text.includes('use of local versions') ? localVersionLink : coreMetadataLink;
  return badRequest(`${text}${text.endsWith('.') ? '' : '.'} See ${link} for more information.`);
}
