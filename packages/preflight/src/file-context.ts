import { isValidName, isValidVersion, canonicalVersion, normalizeName } from '@ropewalk/packaging';
import { uploadForm, type InspectedDistribution } from '@ropewalk/distribution';
import { readForm, type FormMetadata } from './form-metadata.ts';

/** One file with the form that would be sent for it. */
export interface FileContext {
  readonly distribution: InspectedDistribution;
  readonly form: FormMetadata;
  /** The normalised name of the metadata, or else of the file; `undefined` when neither is valid. */
  readonly name: string | undefined;
  /** The version of the metadata, or else of the file, in its normal form; `undefined` when neither is valid. */
  readonly version: string | undefined;
}

/** Makes the form of a file and reads it as the index would. */
export function contextOf(distribution: InspectedDistribution): FileContext {
  const form = readForm(uploadForm(distribution));
  const name = form.text('name');
  const version = form.text('version');
  return {
    distribution,
    form,
    name: name !== undefined && isValidName(name) ? normalizeName(name) : distribution.parsed?.name,
    version: version !== undefined && isValidVersion(version) ? canonicalVersion(version) : distribution.parsed?.version,
  };
}
