import type { Rule } from './rule.ts';

const legacy = 'PyPI, warehouse/forklift/legacy.py, 2026-08';
const services = 'PyPI, warehouse/attestations/services.py, 2026-08; PEP 740';

/** Rules about a whole release, about what the index already has, and about attestations. */
export const releaseRules: readonly Rule[] = [
  rule('RELEASE_TWO_SDISTS', 'error', 'pypi', 'A release has one sdist.', 'Leave all but one out.', legacy),
  rule('RELEASE_SAME_NAME', 'error', 'standard', 'No two files of a release have the same name.', 'Name each file once.', legacy),
  rule('RELEASE_SAME_CONTENT', 'error', 'pypi', 'No two files of a release have the same content.', 'Leave one of them out: the index knows a file by its content as well.', legacy),
  rule('RELEASE_METADATA_DIFFERS', 'warning', 'standard', 'Wheels and sdist of a release have the same metadata.', 'Build all of them from the same source: the index shows only what the first file says.', 'PEP 643; https://packaging.python.org/specifications/core-metadata/'),
  rule('RELEASE_REQUIRES_PYTHON_DIFFERS', 'warning', 'standard', 'All files of a release have the same Requires-Python.', 'Build all of them from the same source: installers decide by it file by file.', 'PEP 503'),
  rule('RELEASE_WITHOUT_SDIST', 'warning', 'standard', 'A release has an sdist.', 'Add the sdist, unless the source is not to be published.', 'https://packaging.python.org/en/latest/discussions/package-formats/'),
  rule('INDEX_FILE_DIFFERS', 'error', 'standard', 'The index has no file of this name with other content.', 'Raise the version: a file name is never given twice.', legacy),
  rule('INDEX_CONTENT_EXISTS', 'error', 'pypi', 'The index has no other file of this project with this content.', 'Do not rename files that were uploaded already.', legacy),
  rule('INDEX_FILENAME_SPENT', 'error', 'pypi', 'The file name was not used by a file that has been deleted.', 'Raise the version: the name of a deleted file stays spent.', legacy),
  rule('INDEX_SDIST_EXISTS', 'error', 'pypi', 'The index has no other sdist of this version.', 'Raise the version, or leave the sdist out.', legacy),
  rule('INDEX_RELEASE_CLOSED', 'error', 'pypi', 'Files are added to a release only within 14 days.', 'Raise the version.', `${legacy} (since 2026-07-08)`),
  rule('INDEX_PROJECT_ARCHIVED', 'error', 'standard', 'The project is not archived.', 'Unarchive it in its settings on the index first.', 'PEP 792'),
  rule('INDEX_PROJECT_QUARANTINED', 'error', 'standard', 'The project is not quarantined.', 'Wait for the index\'s administrators, or write to them.', 'PEP 792'),
  rule('ATTESTATION_MALFORMED', 'error', 'standard', 'An attestation is one as PEP 740 defines.', 'Sign the file again.', services),
  rule('ATTESTATION_EMPTY', 'error', 'pypi', 'A set of attestations is not empty.', 'Leave the attestations out altogether, or sign the file.', services),
  rule('ATTESTATION_TOO_MANY', 'error', 'pypi', 'A file has at most two attestations.', 'Leave all but one of each predicate type out.', services),
  rule('ATTESTATION_SAME_TYPE', 'error', 'pypi', 'No two attestations of a file have the same predicate type.', 'Leave one of them out.', services),
  rule('ATTESTATION_TYPE', 'error', 'pypi', 'The predicate type is publish/v1 or SLSA provenance v1.', 'Leave it out; PyPI takes only those two.', services),
  rule('ATTESTATION_SUBJECT', 'error', 'standard', 'An attestation is about this file: its name and sha256.', 'Sign the file as it is now; do not rename or rebuild it after signing.', 'PEP 740'),
  rule('ATTESTATION_WITHOUT_PUBLISHER', 'error', 'pypi', 'Attestations go only with a trusted publisher\'s upload.', 'Upload with trusted publishing, or leave the attestations out.', services),
  rule('ATTESTATION_PUBLISHER_KIND', 'error', 'pypi', 'The publisher is of a kind that the index takes attestations from.', 'Leave the attestations out for this publisher.', services),
  rule('ATTESTATION_NOT_VERIFIED', 'error', 'standard', 'An attestation verifies for the publisher that uploads.', 'Sign in the same workflow that uploads, and register that workflow as the publisher.', services),
];

function rule(code: string, severity: Rule['severity'], scope: Rule['scope'], title: string, remedy: string, source: string): Rule {
  return { code, severity, scope, title, remedy, source };
}
