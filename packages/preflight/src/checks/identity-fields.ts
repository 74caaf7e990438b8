import { isValidName, isValidVersion, metadataFieldOf, metadataVersions, parseVersion, quote } from '@ropewalk/packaging';
import type { FileContext } from '../file-context.ts';
import type { Violation } from '../rule.ts';

/** Judges Metadata-Version, Name and Version, and whether every field can be told and may be there. */
export function* checkIdentityFields({ form, distribution }: FileContext): Generator<Violation> {
  for (const field of form.unparsed) yield { code: 'FIELD_REPEATED', message: repeated(field.header, form.list(field.form)) };
  yield* checkHeaders(distribution.archive.metadata?.unparsed ?? {}, new Set(form.unparsed.map((field) => field.header.toLowerCase())));
  const repeatedForms = new Set(form.unparsed.map((field) => field.form));

  const metadataVersion = form.text('metadata_version');
  const age = metadataVersions.indexOf(metadataVersion ?? '');
  if (age === -1 && !repeatedForms.has('metadata_version') && distribution.archive.metadata !== undefined) {
    yield { code: 'METADATA_VERSION', message: metadataVersion === undefined ? 'Metadata-Version is missing.' : `Metadata-Version ${quote(metadataVersion)} is none that there is.` };
  }
  for (const field of form.present) {
    if (age !== -1 && metadataVersions.indexOf(field.since) > age) {
      yield { code: 'FIELD_TOO_NEW', message: `${field.header} came with metadata ${field.since}, but Metadata-Version is ${metadataVersion ?? ''}.` };
    }
  }

  const name = form.text('name');
  if (name === undefined) {
    if (!repeatedForms.has('name')) yield { code: 'NAME_INVALID', message: 'Name is missing.' };
  } else if (!isValidName(name)) yield { code: 'NAME_INVALID', message: `Name ${quote(name)} is not valid.` };

  const version = form.text('version');
  if (version === undefined) {
    if (!repeatedForms.has('version')) yield { code: 'VERSION_INVALID', message: 'Version is missing.' };
  } else if (!isValidVersion(version)) yield { code: 'VERSION_INVALID', message: `Version ${quote(version)} is not one as PEP 440 defines.` };
  else if (parseVersion(version).local !== undefined) yield { code: 'VERSION_LOCAL', message: `Version ${quote(version)} has a local part.` };
}

function repeated(header: string, values: readonly string[]): string {
  return header === 'Project-URL' ? 'Project-URL has the same label twice.' : `${header} is given ${values.length} times.`;
}

function* checkHeaders(unparsed: Readonly<Record<string, readonly string[]>>, reported: ReadonlySet<string>): Generator<Violation> {
  for (const [header, values] of Object.entries(unparsed)) {
    if (reported.has(header)) continue;
    const isKnown = metadataFieldOf(header) !== undefined;
    if (isKnown) yield { code: 'METADATA_NOT_UTF8', message: `${quote(header)} is not UTF-8: ${quote(values[0] ?? '')}.` };
    else yield { code: 'FIELD_UNKNOWN', message: `There is no metadata field ${quote(header)}.` };
  }
}
