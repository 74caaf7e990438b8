/** How a field of core metadata is read: once, as often as given, or split. */
export type FieldShape = 'text' | 'list' | 'keywords' | 'urls';

/** One field of core metadata. */
export interface MetadataField {
  /** As the specification writes it: `Requires-Dist`. */
  readonly header: string;
  /** The member of `Metadata`. */
  readonly member: string;
  /** The field of the index's upload form. */
  readonly form: string;
  readonly shape: FieldShape;
  /** The metadata version that brought it. */
  readonly since: string;
}

/** The metadata versions there are, oldest first. 2.0 was never accepted. */
export const metadataVersions: readonly string[] = ['1.0', '1.1', '1.2', '2.1', '2.2', '2.3', '2.4', '2.5'];

/**
 * Every field of core metadata 1.0 to 2.5, in the order of the specification.
 *
 * @see https://packaging.python.org/specifications/core-metadata/
 */
export const metadataFields: readonly MetadataField[] = [
  field('Metadata-Version', 'metadataVersion', 'metadata_version', 'text', '1.0'),
  field('Name', 'name', 'name', 'text', '1.0'),
  field('Version', 'version', 'version', 'text', '1.0'),
  field('Dynamic', 'dynamic', 'dynamic', 'list', '2.2'),
  field('Platform', 'platforms', 'platform', 'list', '1.0'),
  field('Supported-Platform', 'supportedPlatforms', 'supported_platform', 'list', '1.1'),
  field('Summary', 'summary', 'summary', 'text', '1.0'),
  field('Description', 'description', 'description', 'text', '1.0'),
  field('Description-Content-Type', 'descriptionContentType', 'description_content_type', 'text', '2.1'),
  field('Keywords', 'keywords', 'keywords', 'keywords', '1.0'),
  field('Home-page', 'homePage', 'home_page', 'text', '1.0'),
  field('Download-URL', 'downloadUrl', 'download_url', 'text', '1.1'),
  field('Author', 'author', 'author', 'text', '1.0'),
  field('Author-email', 'authorEmail', 'author_email', 'text', '1.0'),
  field('Maintainer', 'maintainer', 'maintainer', 'text', '1.2'),
  field('Maintainer-email', 'maintainerEmail', 'maintainer_email', 'text', '1.2'),
  field('License', 'license', 'license', 'text', '1.0'),
  field('License-Expression', 'licenseExpression', 'license_expression', 'text', '2.4'),
  field('License-File', 'licenseFiles', 'license_file', 'list', '2.4'),
  field('Classifier', 'classifiers', 'classifiers', 'list', '1.1'),
  field('Requires-Dist', 'requiresDist', 'requires_dist', 'list', '1.2'),
  field('Requires-Python', 'requiresPython', 'requires_python', 'text', '1.2'),
  field('Requires-External', 'requiresExternal', 'requires_external', 'list', '1.2'),
  field('Project-URL', 'projectUrls', 'project_urls', 'urls', '1.2'),
  field('Provides-Extra', 'providesExtra', 'provides_extra', 'list', '2.1'),
  field('Provides-Dist', 'providesDist', 'provides_dist', 'list', '1.2'),
  field('Obsoletes-Dist', 'obsoletesDist', 'obsoletes_dist', 'list', '1.2'),
  field('Import-Name', 'importNames', 'import_name', 'list', '2.5'),
  field('Import-Namespace', 'importNamespaces', 'import_namespace', 'list', '2.5'),
  field('Requires', 'requires', 'requires', 'list', '1.1'),
  field('Provides', 'provides', 'provides', 'list', '1.1'),
  field('Obsoletes', 'obsoletes', 'obsoletes', 'list', '1.1'),
];

const byHeader: ReadonlyMap<string, MetadataField> = new Map(
  metadataFields.map((one) => [one.header.toLowerCase(), one]),
);

/** Finds a field by its header's name, whatever its case. */
export function metadataFieldOf(header: string): MetadataField | undefined {
  return byHeader.get(header.toLowerCase());
}

function field(header: string, member: string, form: string, shape: FieldShape, since: string): MetadataField {
  return { header, member, form, shape, since };
}
