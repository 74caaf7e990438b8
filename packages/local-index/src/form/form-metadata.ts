import { metadataFields, type MetadataField } from '@ropewalk/packaging';
import { pythonRepr } from '../answers/python-repr.ts';
import type { MetadataError } from './metadata-error.ts';
import type { ReceivedForm } from './received-form.ts';

/** The metadata of a form, by the field's name in lower case: `requires-dist`. */
export interface FormMetadata {
  text(field: string): string | undefined;
  list(field: string): readonly string[] | undefined;
  /** Label → URL. */
  readonly urls: ReadonlyMap<string, string>;
  /** The fields that are there. */
  readonly present: readonly MetadataField[];
}

/**
 * Collects the metadata that a form holds. Unknown fields are no concern of the index; a field that is only the
 * empty text counts as absent.
 *
 * @returns The errors instead when a field given once in metadata is given twice, or a URL label is repeated.
 */
export function collectMetadata(form: ReceivedForm): FormMetadata | readonly MetadataError[] {
  const present = metadataFields.filter((field) => isPresent(form.values(field.form)));
  const urls = parseUrls(form.values('project_urls'));
  const unparsed = present.filter((field) => {
    if (field.shape === 'list') return false;
    return field.shape === 'urls' ? urls === undefined : form.values(field.form).length > 1;
  });
  if (unparsed.length > 0 || urls === undefined) {
    return unparsed.map((field) => ({ field: field.form, text: `${pythonRepr(field.form)} has invalid data` }));
  }
  const byName = new Map(present.map((field) => [field.header.toLowerCase(), form.values(field.form)]));
  return { text: (field) => byName.get(field)?.[0], list: (field) => byName.get(field), urls, present };
}

function isPresent(values: readonly string[]): boolean {
  return values.length > 1 || (values[0] ?? '') !== '';
}

/** `undefined` when a label is there twice. */
function parseUrls(lines: readonly string[]): ReadonlyMap<string, string> | undefined {
  const urls = new Map<string, string>();
  if (!isPresent(lines)) return urls;
  for (const line of lines) {
    const comma = line.indexOf(',');
    const label = (comma < 0 ? line : line.slice(0, comma)).trim();
    if (urls.has(label)) return undefined;
    urls.set(label, comma < 0 ? '' : line.slice(comma + 1).trim());
  }
  return urls;
}
