import { metadataFields, stripSpace, type MetadataField } from '@ropewalk/packaging';
import type { FormField } from '@ropewalk/distribution';

/** The metadata as the index makes it out of the form. */
export interface FormMetadata {
  /** The one value of a text field; `undefined` when absent. */
  text(form: string): string | undefined;
  /** All values of a field that may be given often. */
  list(form: string): readonly string[];
  /** Label and address of each Project-URL. */
  readonly projectUrls: readonly (readonly [label: string, url: string])[];
  /** Fields that are there at all, in the specification's order. */
  readonly present: readonly MetadataField[];
  /** Fields the index cannot make sense of. */
  readonly unparsed: readonly MetadataField[];
}

/**
 * Reads a form as PyPI does: `UNKNOWN` counts as absent, and of a repeated field only the last value is looked at for
 * that; empty text counts as absent; single fields given twice and repeated labels make no sense.
 *
 * @see warehouse/forklift/decorators.py and metadata.py, 2026-08
 */
export function readForm(form: readonly FormField[]): FormMetadata {
  const values = new Map<string, string[]>();
  for (const [name, value] of form) {
    const all = values.get(name);
    if (all === undefined) values.set(name, [value]);
    else all.push(value);
  }
  for (const [name, all] of values) {
    const last = all.at(-1) ?? '';
    if (stripSpace(last) === 'UNKNOWN' || (all.length === 1 && last === '')) values.delete(name);
    else if (last.includes('\0')) values.set(name, [last.replaceAll('\0', '\\x00')]);
  }
  const all = (name: string): readonly string[] => values.get(name) ?? [];
  const projectUrls = all('project_urls').map(splitUrl);
  const hasRepeatedLabel = new Set(projectUrls.map(([label]) => label)).size < projectUrls.length;
  const present = metadataFields.filter((field) => values.has(field.form));
  const unparsed = present.filter((field) => field.shape === 'urls' ? hasRepeatedLabel : field.shape !== 'list' && all(field.form).length > 1);
  return {
    text: (name) => (all(name).length === 1 ? all(name)[0] : undefined),
    list: all,
    projectUrls: hasRepeatedLabel ? [] : projectUrls,
    present,
    unparsed,
  };
}

function splitUrl(value: string): readonly [string, string] {
  const comma = value.indexOf(',');
  if (comma === -1) return [stripSpace(value), ''];
  return [stripSpace(value.slice(0, comma)), stripSpace(value.slice(comma + 1))];
}
