import type { Metadata } from '@ropewalk/packaging';

/** Something about an archive that an index or a reader may not like. Which of them matter, an index's rules say. */
export type ArchiveDefectCode =
  /** The file has no bytes. */
  | 'EMPTY'
  /** It does not even begin or end like the archive its name promises. */
  | 'NOT_AN_ARCHIVE'
  /** It can be read both as zip and as tar. */
  | 'ZIP_AND_TAR'
  /** The archive's structure cannot be followed to its end. */
  | 'BROKEN'
  /** More than is read of any archive: what comes after was not looked at. */
  | 'NOT_READ_FURTHER'
  /** 100,000 members or more. */
  | 'MANY_MEMBERS'
  /** Unpacks to more than 64 MiB and more than fifty times its size. */
  | 'RATIO'
  /** zip: a member is packed by another method than stored or deflated. */
  | 'ZIP_METHOD'
  /** zip: a data descriptor, as programs write that do not know the size beforehand. */
  | 'ZIP_DATA_DESCRIPTOR'
  /** zip: a comment on a member. */
  | 'ZIP_MEMBER_COMMENT'
  /** zip: a comment on the whole archive. */
  | 'ZIP_COMMENT'
  /** zip: bytes before the first member or between members. */
  | 'ZIP_FOREIGN_BYTES'
  /** zip: bytes after the end. */
  | 'ZIP_TRAILING_DATA'
  /** zip: two members of one name. */
  | 'ZIP_DUPLICATE_NAME'
  /** zip: a member's name with control characters. */
  | 'ZIP_NAME_UNPRINTABLE'
  /** zip: a member's name that is not UTF-8, or is, but without saying so. */
  | 'ZIP_NAME_ENCODING'
  /** zip: the central directory and the members' own headers say different things. */
  | 'ZIP_HEADERS_DIFFER'
  /** zip: an encrypted member that nobody needs to read to accept the file. */
  | 'ZIP_ENCRYPTED'
  /** A member that has to be read cannot be: wrong checksum, encrypted, damaged. */
  | 'MEMBER_UNREADABLE'
  /** sdist: not one directory at the top that holds everything. */
  | 'TOP_LEVEL'
  /** tar: absolute and relative names in one archive. */
  | 'MIXED_PATHS'
  /** tar: a sparse member. */
  | 'TAR_SPARSE'
  /** tar: something that is no tar header ends the archive. */
  | 'TAR_TRAILING_DATA'
  /** tar: two members of one name. */
  | 'TAR_DUPLICATE_NAME'
  /** tar: a device, pipe or other special file. */
  | 'TAR_SPECIAL_FILE'
  /** tar: a link that leads out of the archive. */
  | 'TAR_LINK_OUTSIDE'
  /** A member with an absolute path or a drive letter. */
  | 'PATH_ABSOLUTE'
  /** A member with `..` in its path. */
  | 'PATH_PARENT'
  /** gzip: the checksum or length at the end is wrong. */
  | 'GZIP_CHECKSUM'
  /** gzip: bytes after the stream. */
  | 'GZIP_TRAILING_DATA'
  /** Python code encrypted by PyArmor. */
  | 'PYARMOR'
  /** Python code encrypted by SourceDefender. */
  | 'SOURCEDEFENDER';

/** One defect; of many of the same kind the first is kept. */
export interface ArchiveDefect {
  readonly code: ArchiveDefectCode;
  /** What was seen, in words that follow "the archive: ". Made of outside text where it names members. */
  readonly detail: string;
  /** The member it is about. */
  readonly member?: string;
}

/** A text member of an archive. */
export interface MemberText {
  /** Its path in the archive. */
  readonly path: string;
  /** Decoded as UTF-8, or as Latin-1 when it is not UTF-8. */
  readonly text: string;
  readonly isUtf8: boolean;
}

/** What is known of an archive without extracting it. */
export interface ArchiveFacts {
  readonly format: 'zip' | 'tar.gz' | 'unknown';
  readonly memberCount: number;
  /** Sum of the members' sizes as the archive states them. */
  readonly unpackedBytes: number;
  /** Paths of all members, in order; of a wheel without the directories. Empty when it cannot be opened. */
  readonly names: readonly string[];
  /** `names` holds everything there is: nothing was left unread. */
  readonly isComplete: boolean;
  readonly defects: readonly ArchiveDefect[];
  /** Where the metadata belongs: `demo-1.0.dist-info/METADATA`, `demo-1.0/PKG-INFO`; `undefined` when that cannot be told. */
  readonly metadataPath?: string;
  readonly metadata?: Metadata;
  /** A wheel's `WHEEL`. */
  readonly wheel?: MemberText;
  /** A wheel's `RECORD`. */
  readonly record?: MemberText;
  /** A wheel's `entry_points.txt`. */
  readonly entryPoints?: MemberText;
}

/** Collects defects, the first of each kind. */
export interface DefectList {
  add(code: ArchiveDefectCode, detail: string, member?: string): void;
  readonly all: readonly ArchiveDefect[];
}

/** Makes an empty list. */
export function createDefectList(): DefectList {
  const found = new Map<ArchiveDefectCode, ArchiveDefect>();
  return {
    add(code, detail, member) {
      if (!found.has(code)) found.set(code, { code, detail, ...(member === undefined ? {} : { member }) });
    },
    get all() {
      return [...found.values()];
    },
  };
}

/** Decodes the bytes of a text member. */
export function memberText(path: string, bytes: Buffer): MemberText {
  try {
    return { path, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), isUtf8: true };
  } catch {
    return { path, text: bytes.toString('latin1'), isUtf8: false };
  }
}
