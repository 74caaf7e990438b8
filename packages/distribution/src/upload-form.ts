import { isValidVersion, metadataFields, metadataVersions, type Metadata, type MetadataField } from '@ropewalk/packaging';
import type { InspectedDistribution } from './inspect-distribution.ts';

/** One text part of the upload form. */
export type FormField = readonly [name: string, value: string];

/** What goes into the form beside the distribution. */
export interface UploadFormOptions {
  /** Serialised attestations, one JSON object each. Default none: the part is then left out. */
  readonly attestations?: readonly string[];
  /** Free text for the index. */
  readonly comment?: string;
}

/**
 * Makes the text parts of the legacy upload form, everything but `content`, as twine 7 sends them, with four differences:
 * the name goes out as written, `import_name` and `import_namespace` are sent, a single field that was given twice
 * is sent twice (the index refuses it instead of never hearing of it), and without readable metadata name and version
 * come from the file name. Unknown headers are left out; `License-File` is, too, before metadata 2.4.
 *
 * @see https://docs.pypi.org/api/upload/
 */
export function uploadForm(distribution: InspectedDistribution, options: UploadFormOptions = {}): readonly FormField[] {
  const { archive, parsed } = distribution;
  return [
    ...(archive.metadata === undefined ? nameAndVersion(distribution) : metadataForm(archive.metadata)),
    ['filetype', distribution.type === 'wheel' ? 'bdist_wheel' : 'sdist'],
    ['pyversion', parsed?.type === 'sdist' || distribution.type !== 'wheel' ? 'source' : pythonVersion(distribution.filename)],
    ...(options.comment === undefined ? [] : [['comment', options.comment] as const]),
    ...(distribution.md5 === undefined ? [] : [['md5_digest', distribution.md5] as const]),
    ['sha256_digest', distribution.sha256],
    ...(distribution.blake2b256 === undefined ? [] : [['blake2_256_digest', distribution.blake2b256] as const]),
    ...(options.attestations === undefined ? [] : [['attestations', `[${options.attestations.join(',')}]`] as const]),
    [':action', 'file_upload'],
    ['protocol_version', '1'],
  ];
}

function nameAndVersion({ parsed }: InspectedDistribution): readonly FormField[] {
  return parsed === undefined ? [] : [['name', parsed.name], ['version', parsed.version]];
}

function metadataForm(metadata: Metadata): readonly FormField[] {
  return metadataFields
    .filter((field) => field.form !== 'license_file' || hasLicenseFiles(metadata))
    .flatMap((field) => valuesOf(metadata, field).map((value) => [field.form, value] as const));
}

function valuesOf(metadata: Metadata, field: MetadataField): readonly string[] {
  const unparsed = metadata.unparsed[field.header.toLowerCase()];
  if (unparsed !== undefined) return unparsed;
  const value = (metadata as unknown as Readonly<Record<string, unknown>>)[field.member];
  if (value === undefined) return [];
  switch (field.shape) {
    case 'text': return [value as string];
    case 'list': return value as readonly string[];
    case 'keywords': return [(value as readonly string[]).join(', ')];
    case 'urls': return (value as readonly (readonly [string, string])[]).map(([label, url]) => `${label}, ${url}`);
  }
}

/** setuptools wrote `License-File` before it was a field of the metadata version it declared. */
function hasLicenseFiles({ metadataVersion }: Metadata): boolean {
  if (metadataVersion === undefined || metadataVersions.includes(metadataVersion)) {
    return metadataVersion === '2.4' || metadataVersion === '2.5';
  }
  return isValidVersion(metadataVersion) && Number.parseFloat(metadataVersion) >= 2.4;
}

/** The interpreter part of a wheel's name, `any` when there is none. */
function pythonVersion(filename: string): string {
  const match = /^.+?(?:-\d.+?)?(?:-\d.*?)?-(?<python>.+?)-.+?-.+?\.whl$/.exec(filename);
  return match?.groups?.['python'] ?? 'any';
}
