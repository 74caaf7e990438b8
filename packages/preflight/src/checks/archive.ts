import { quote } from '@ropewalk/packaging';
import type { ArchiveDefect, ArchiveDefectCode } from '@ropewalk/distribution';
import type { FileContext } from '../file-context.ts';
import type { Violation } from '../rule.ts';

/** Judges how the archive is made. */
export function* checkArchive({ distribution }: FileContext): Generator<Violation> {
  for (const defect of distribution.archive.defects) {
    const code = codeOf(defect.code, distribution.archive.format);
    if (code !== undefined) yield { code, message: sentence(defect) };
  }
}

function sentence({ detail, member }: ArchiveDefect): string {
  // A detail that names its member itself begins with it.
  const isNamed = member !== undefined && detail.startsWith(member);
  if (isNamed) return `${quote(member)} in the archive: ${detail.slice(member.length + 2)}.`;
  return `The archive: ${detail}${member === undefined ? '' : ` (${quote(member)})`}.`;
}

function codeOf(code: ArchiveDefectCode, format: string): string | undefined {
  switch (code) {
    case 'EMPTY': return 'FILE_EMPTY';
    case 'ZIP_AND_TAR': return 'ARCHIVE_AMBIGUOUS';
    case 'BROKEN': return 'ARCHIVE_BROKEN';
    case 'NOT_READ_FURTHER': return 'ARCHIVE_NOT_READ';
    case 'MANY_MEMBERS': return 'ARCHIVE_MANY_MEMBERS';
    case 'RATIO': return format === 'zip' ? 'ZIP_RATIO' : 'TAR_RATIO';
    case 'TOP_LEVEL': return 'SDIST_TOP_DIRECTORY';
    case 'MIXED_PATHS': return 'SDIST_MIXED_PATHS';
    case 'PYARMOR': case 'SOURCEDEFENDER': return 'ENCRYPTED_CODE';
    // Accepted, and no reader minds.
    case 'ZIP_COMMENT': return undefined;
    case 'NOT_AN_ARCHIVE': case 'ZIP_METHOD': case 'ZIP_DATA_DESCRIPTOR': case 'ZIP_MEMBER_COMMENT': case 'ZIP_FOREIGN_BYTES':
    case 'ZIP_TRAILING_DATA': case 'ZIP_DUPLICATE_NAME': case 'ZIP_NAME_UNPRINTABLE': case 'ZIP_NAME_ENCODING':
    case 'ZIP_HEADERS_DIFFER': case 'ZIP_ENCRYPTED': case 'MEMBER_UNREADABLE': case 'TAR_SPARSE': case 'TAR_TRAILING_DATA':
    case 'TAR_DUPLICATE_NAME': case 'TAR_SPECIAL_FILE': case 'TAR_LINK_OUTSIDE': case 'PATH_ABSOLUTE': case 'PATH_PARENT':
    case 'GZIP_CHECKSUM': case 'GZIP_TRAILING_DATA':
      return code;
  }
}
