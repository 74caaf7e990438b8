import type { Rule } from './rule.ts';

const coreMetadata = 'https://packaging.python.org/specifications/core-metadata/';
const pypi = 'PyPI, warehouse/forklift/metadata.py, 2026-08';
const parser = `${coreMetadata}, as Python's packaging 26.2 checks it for PyPI`;
const project = 'Correct it in the metadata of the project (pyproject.toml) and build again.';

/** Rules about the fields of the upload form, that is, about the metadata. */
export const metadataRules: readonly Rule[] = [
  rule('METADATA_VERSION', 'error', 'standard', 'Metadata-Version is one of 1.0, 1.1, 1.2, 2.1 to 2.5.', 'Build with a build backend that writes one of them.', pypi),
  rule('FIELD_REPEATED', 'error', 'standard', 'A field that may be given once is given once, and no label of Project-URL twice.', project, parser),
  rule('FIELD_TOO_NEW', 'error', 'standard', 'No field is newer than the Metadata-Version.', 'Build with a newer build backend, which declares the newer version.', parser),
  rule('FIELD_UNKNOWN', 'warning', 'standard', 'Metadata has no fields that no version of the specification knows.', 'Take it out: twine refuses such files, and it is not sent.', coreMetadata),
  rule('METADATA_NOT_UTF8', 'warning', 'standard', 'Metadata is UTF-8.', 'Save the project\'s metadata as UTF-8 and build again: the index will show garbled text, and twine refuses such files.', coreMetadata),
  rule('NAME_INVALID', 'error', 'standard', 'Name is made of ASCII letters, digits, ".", "_" and "-", and begins and ends with a letter or digit.', project, 'PyPI, warehouse/utils/project.py, 2026-08'),
  rule('VERSION_INVALID', 'error', 'standard', 'Version is one as PEP 440 defines.', project, parser),
  rule('VERSION_LOCAL', 'error', 'pypi', 'Version has no local part ("+…").', 'Take the local part off; with setuptools-scm set local_scheme = "no-local-version", or release from a tagged commit.', pypi),
  rule('SUMMARY_LINES', 'error', 'standard', 'Summary is one line.', project, parser),
  rule('SUMMARY_LENGTH', 'error', 'pypi', 'Summary has at most 512 characters.', 'Shorten it; the description is the place for more.', pypi),
  rule('EMAIL_INVALID', 'error', 'pypi', 'Author-email and Maintainer-email hold valid addresses.', 'Write it as `Name <name@host.tld>`, or leave it out.', `${pypi}, with email-validator 2.3`),
  rule('URL_INVALID', 'error', 'pypi', 'Home-page, Download-URL and Project-URL are http or https addresses.', project, `${pypi} and warehouse/utils/http.py`),
  rule('PROJECT_URL_LABEL', 'error', 'pypi', 'The label of a Project-URL has 1 to 32 characters.', project, pypi),
  rule('PROJECT_URL_EMPTY', 'error', 'pypi', 'A Project-URL has an address behind its label.', project, pypi),
  rule('CLASSIFIER_UNKNOWN', 'error', 'pypi', 'Every classifier is one that PyPI knows.', 'Pick it from https://pypi.org/classifiers/; to keep a project off PyPI on purpose, this is the way.', `${pypi}, with trove-classifiers`),
  rule('CLASSIFIER_DEPRECATED', 'error', 'pypi', 'No classifier is deprecated.', 'Use its successor, or take it out.', `${pypi}, with trove-classifiers`),
  rule('LICENSE_EXPRESSION_INVALID', 'error', 'standard', 'License-Expression is an SPDX expression.', 'Use identifiers of https://spdx.org/licenses/, joined by AND, OR and WITH; LicenseRef-… for others.', `${parser}; PEP 639`),
  rule('LICENSE_AND_EXPRESSION', 'error', 'pypi', 'License and License-Expression are not both given.', 'Keep only the expression.', `${pypi}; PEP 639`),
  rule('LICENSE_FILE_PATH', 'error', 'standard', 'A License-File is a relative path with "/", without ".." and "*".', project, `${parser}; PEP 639`),
  rule('REQUIRES_PYTHON_INVALID', 'error', 'standard', 'Requires-Python is a set of version specifiers.', 'Write it like >=3.9.', parser),
  rule('REQUIRES_DIST_INVALID', 'error', 'standard', 'Requires-Dist, Provides-Dist and Obsoletes-Dist are dependencies as PEP 508 defines.', project, `${parser}; ${pypi}`),
  rule('DIRECT_DEPENDENCY', 'error', 'pypi', 'No dependency is a direct reference to an address.', 'Depend on a released version, or leave it out: PyPI takes only what it can serve itself.', pypi),
  rule('PROVIDES_EXTRA_INVALID', 'error', 'standard', 'The name of an extra is a valid name.', project, parser),
  rule('DYNAMIC_INVALID', 'error', 'standard', 'Dynamic names fields that may be dynamic.', project, `${pypi}; PEP 643`),
  rule('IMPORT_NAME_INVALID', 'error', 'standard', 'Import-Name and Import-Namespace hold importable names, perhaps with "; private".', project, `${parser}; PEP 794`),
  rule('DESCRIPTION_MISSING', 'warning', 'standard', 'A project has a description.', 'Add a README to the metadata.', 'twine check'),
  rule('DESCRIPTION_TYPE_MISSING', 'warning', 'standard', 'A description says what it is written in.', 'Set its content type: text/markdown, text/x-rst or text/plain. Without one it is read as reStructuredText.', 'twine check'),
  rule('DESCRIPTION_TYPE_INVALID', 'error', 'standard', 'Description-Content-Type is text/plain, text/x-rst or text/markdown; its charset is exactly UTF-8, its variant GFM or CommonMark.', project, parser),
  rule('DESCRIPTION_EMPTY', 'error', 'pypi', 'A description that is given renders to something.', 'Write something into it, or leave it out.', 'PyPI, warehouse/utils/readme.py, 2026-08'),
  rule('DESCRIPTION_BROKEN', 'error', 'pypi', 'A description in reStructuredText renders without a warning of docutils.', 'Correct the markup; if it is Markdown, set the content type text/markdown.', 'PyPI, warehouse/utils/readme.py with readme-renderer and docutils 0.23, 2026-08'),
  rule('DESCRIPTION_DOUBTFUL', 'warning', 'pypi', 'A description in reStructuredText holds nothing that docutils probably warns of.', 'Install readme-renderer or docutils for Python to get an exact answer.', 'ropewalk, without docutils'),
];

function rule(code: string, severity: Rule['severity'], scope: Rule['scope'], title: string, remedy: string, source: string): Rule {
  return { code, severity, scope, title, remedy, source };
}
