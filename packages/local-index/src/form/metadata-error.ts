/** One thing that is wrong with the metadata of a form. */
export interface MetadataError {
  /** The field's name as the core metadata specification writes it, in lower case. */
  readonly field: string;
  readonly text: string;
}

/** The field whose error PyPI tells of: what influences the others first, then in alphabetical order. */
export function firstError(errors: readonly MetadataError[]): MetadataError | undefined {
  const important = ['metadata-version', 'name', 'version'];
  for (const field of important) {
    const found = errors.find((error) => error.field === field);
    if (found !== undefined) return found;
  }
  const fields = errors.map((error) => error.field).sort();
  return errors.find((error) => error.field === fields[0]);
}
