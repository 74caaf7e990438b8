import type { Rule } from './rule.ts';

const pypi = 'PyPI, warehouse/forklift/legacy.py, 2026-08';
const archives = 'PyPI, https://docs.pypi.org/archives/ and warehouse/utils/zipfiles.py, 2026-08';
const wheelSpec = 'https://packaging.python.org/specifications/binary-distribution-format/';
const sdistSpec = 'https://packaging.python.org/specifications/source-distribution-format/';
const rebuild = 'Build the distribution again with an up-to-date build tool, and keep the file as it writes it.';

/** Rules about a file's name, its archive and what is in it. */
export const fileRules: readonly Rule[] = [
  rule('FILE_EMPTY', 'error', 'standard', 'A distribution has content.', 'Build it again; the file may not have been written to its end.', sdistSpec),
  rule('FILE_TYPE_UNKNOWN', 'error', 'standard', 'A distribution ends in .whl or .tar.gz, in lower case.', 'Name only distributions, under the names that the build tool gave them.', pypi),
  rule('FILE_TOO_LARGE', 'error', 'pypi', 'A file has at most 1 GiB, whatever limit the project has.', 'Leave out of the distribution what can be downloaded at run time.', 'PyPI, warehouse/packaging/models.py, 2026-08'),
  rule('FILE_LARGE', 'warning', 'pypi', 'A file has at most 100 MiB unless the project was given more.', 'Ask for a higher limit before the release: https://docs.pypi.org/project-management/storage-limits/.', 'PyPI, warehouse/constants.py, 2026-08'),
  rule('FILENAME_CHARACTERS', 'error', 'pypi', 'A file name has no control characters, slashes or backslashes.', 'Keep the name that the build tool gave the file.', pypi),
  rule('FILENAME_TOO_LONG', 'error', 'pypi', 'A file name fits 255 bytes, a wheel\'s also with ".metadata" behind it.', 'Shorten the name of the project, or the list of tags.', pypi),
  rule('SDIST_ZIP', 'error', 'pypi', 'An sdist is a .tar.gz.', 'Build the sdist as .tar.gz (PEP 625); zip files are no longer taken.', `${pypi}; PEP 625`),
  rule('SDIST_NAME_MALFORMED', 'error', 'standard', 'An sdist is called NAME-VERSION.tar.gz.', 'Keep the name that the build tool gave the file.', sdistSpec),
  rule('SDIST_NAME_MISMATCH', 'error', 'pypi', 'An sdist is called by the normalised name and version of its metadata.', 'Build it with a build backend that follows PEP 625, or rename it as said before anything is signed.', `${pypi}; PEP 625`),
  rule('WHEEL_NAME_MALFORMED', 'error', 'standard', 'A wheel is called NAME-VERSION(-BUILD)-PYTHON-ABI-PLATFORM.whl.', 'Keep the name that the build tool gave the file.', wheelSpec),
  rule('WHEEL_NAME_MISMATCH', 'error', 'standard', 'A wheel is called by the name of its metadata.', rebuild, pypi),
  rule('WHEEL_NAME_NOT_NORMALISED', 'error', 'pypi', 'The name in a wheel\'s file name is normalised: lower case, with "_".', 'Build it with a build backend that follows the wheel specification of today.', `${pypi}; ${wheelSpec}`),
  rule('WHEEL_VERSION_MISMATCH', 'error', 'standard', 'A wheel has the version of its metadata in its name.', rebuild, pypi),
  rule('WHEEL_PLATFORM', 'error', 'pypi', 'A wheel is for platforms the index knows.', 'For Linux, repair it with auditwheel to a manylinux or musllinux tag; else build it for one of the tags PyPI takes.', pypi),
  rule('NOT_AN_ARCHIVE', 'error', 'standard', 'A file is the archive that its name says.', 'Build it again; do not rename other files to it.', pypi),
  rule('ARCHIVE_BROKEN', 'error', 'standard', 'An archive can be read to its end.', 'Build it again, or fetch it again if it was downloaded.', archives),
  rule('ARCHIVE_AMBIGUOUS', 'error', 'pypi', 'A file is one kind of archive, not two at once.', rebuild, pypi),
  rule('ARCHIVE_NOT_READ', 'warning', 'standard', 'An archive is small enough to be looked at in full.', 'Check that the file is what it should be: such archives are made to exhaust whoever reads them.', 'ropewalk'),
  rule('ARCHIVE_MANY_MEMBERS', 'warning', 'standard', 'An archive has fewer than 100,000 members.', 'Pack data files into one, or download them at run time: installing so many takes minutes.', 'ropewalk'),
  rule('ZIP_RATIO', 'error', 'pypi', 'A zip file above 64 MiB unpacked is at least a fiftieth of that itself.', 'Leave generated data out, or store it compressed.', pypi),
  rule('TAR_RATIO', 'warning', 'standard', 'An sdist above 64 MiB unpacked is at least a fiftieth of that itself.', 'Leave generated data out, or store it compressed: readers may take it for an attack.', 'ropewalk; PyPI has this rule for zip files'),
  rule('ZIP_METHOD', 'error', 'pypi', 'Members of a zip file are stored or deflated.', 'Build it with a tool that uses deflate.', pypi),
  rule('ZIP_DATA_DESCRIPTOR', 'error', 'pypi', 'Members of a zip file state their size before their content.', 'Write the zip file to disk, not to a stream; do not repack wheels with streaming zip writers.', archives),
  rule('ZIP_MEMBER_COMMENT', 'error', 'pypi', 'Members of a zip file have no comments.', rebuild, archives),
  rule('ZIP_FOREIGN_BYTES', 'error', 'pypi', 'A zip file has nothing before or between its records.', rebuild, archives),
  rule('ZIP_TRAILING_DATA', 'error', 'pypi', 'A zip file has nothing after its end.', rebuild, archives),
  rule('ZIP_DUPLICATE_NAME', 'error', 'pypi', 'No two members of a zip file have the same name.', rebuild, archives),
  rule('ZIP_NAME_UNPRINTABLE', 'error', 'pypi', 'Names in a zip file have no control characters.', 'Rename the file in the project and build again.', archives),
  rule('ZIP_NAME_ENCODING', 'error', 'pypi', 'Names in a zip file are UTF-8 and say so.', 'Build it with a tool that sets the UTF-8 flag for names that are not ASCII.', archives),
  rule('ZIP_HEADERS_DIFFER', 'error', 'pypi', 'The central directory of a zip file and the headers of its members agree.', rebuild, archives),
  rule('ZIP_ENCRYPTED', 'warning', 'standard', 'No member of a zip file is encrypted.', 'Build it without encryption: installers cannot ask for a password.', wheelSpec),
  rule('MEMBER_UNREADABLE', 'error', 'pypi', 'Metadata and code in an archive can be unpacked and match their checksums.', rebuild, 'PyPI, warehouse/utils/scanner.py and warehouse/forklift/legacy.py, 2026-08'),
  rule('ENCRYPTED_CODE', 'error', 'pypi', 'A distribution has no code encrypted by PyArmor or SourceDefender.', 'Publish the source, or the distribution elsewhere: https://pypi.org/policy/acceptable-use-policy/.', 'PyPI, warehouse/utils/scanner_rules, 2026-08'),
  rule('SDIST_TOP_DIRECTORY', 'error', 'pypi', 'Everything in an sdist is in one directory, and named so without "./".', 'Build the sdist with a build tool instead of packing it by hand.', `${pypi}; PEP 625`),
  rule('SDIST_MIXED_PATHS', 'error', 'pypi', 'Names in an sdist are not absolute here and relative there.', 'Build the sdist with a build tool instead of packing it by hand.', pypi),
  rule('TAR_SPARSE', 'error', 'pypi', 'An sdist has no sparse members.', 'Pack it without sparse support: no --sparse for tar.', archives),
  rule('TAR_TRAILING_DATA', 'warning', 'standard', 'A tar file ends with its end mark.', rebuild, 'PEP 625; POSIX pax'),
  rule('TAR_DUPLICATE_NAME', 'warning', 'standard', 'No two members of a tar file have the same name.', rebuild, 'PEP 625'),
  rule('TAR_SPECIAL_FILE', 'warning', 'standard', 'A tar file has no devices or pipes.', 'Leave them out: installers refuse them (PEP 706).', 'PEP 706'),
  rule('TAR_LINK_OUTSIDE', 'warning', 'standard', 'No link in a tar file leads out of it.', 'Leave the link out: installers refuse it (PEP 706).', 'PEP 706'),
  rule('PATH_ABSOLUTE', 'warning', 'standard', 'No member has an absolute path.', 'Build it with a build tool: installers refuse such members or drop their root.', 'PEP 706'),
  rule('PATH_PARENT', 'warning', 'standard', 'No member has ".." in its path.', 'Build it with a build tool: installers refuse such members.', 'PEP 706'),
  rule('GZIP_CHECKSUM', 'warning', 'standard', 'A gzip file ends with the right checksum.', 'Build it again, or fetch it again if it was downloaded.', 'RFC 1952'),
  rule('GZIP_TRAILING_DATA', 'warning', 'standard', 'A gzip file has nothing after its end.', rebuild, 'RFC 1952'),
  rule('METADATA_MISSING', 'error', 'standard', 'A distribution has its metadata where it belongs.', rebuild, `${pypi}; ${wheelSpec}`),
  rule('WHEEL_FILE_MISSING', 'error', 'standard', 'A wheel has a WHEEL file in the .dist-info directory that its name spells.', rebuild, `${pypi}; ${wheelSpec}`),
  rule('RECORD_MISSING', 'error', 'standard', 'A wheel has a RECORD file, UTF-8 and CSV, in the .dist-info directory that its name spells.', rebuild, 'PyPI, warehouse/utils/wheel.py, 2026-08'),
  rule('RECORD_BLANK_LINE', 'error', 'pypi', 'RECORD has no blank lines.', 'Build the wheel again: the index breaks on them (status 500).', 'PyPI, warehouse/utils/wheel.py, 2026-08'),
  rule('RECORD_MISMATCH', 'warning', 'standard', 'RECORD lists every file of a wheel and no other.', 'Build the wheel again, and do not change wheels by hand: PyPI will refuse this one day and mails the owners today.', 'PyPI, warehouse/utils/wheel.py, 2026-08'),
  rule('ENTRY_POINTS_INVALID', 'error', 'pypi', 'entry_points.txt is a valid INI file, and scripts are called by letters, digits, ".", "_" and "-".', 'Correct the entry points of the project and build again.', 'PyPI, warehouse/utils/wheel.py, 2026-08; https://packaging.python.org/specifications/entry-points/'),
  rule('LICENSE_FILE_MISSING', 'error', 'pypi', 'Every License-File of the metadata is in the distribution.', 'Add the file to the distribution (its build backend may need to be newer), or take the entry out.', `${pypi}; PEP 639`),
];

function rule(code: string, severity: Rule['severity'], scope: Rule['scope'], title: string, remedy: string, source: string): Rule {
  return { code, severity, scope, title, remedy, source };
}
