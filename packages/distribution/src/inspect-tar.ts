import { posix } from 'node:path';
import { parseMetadata } from '@ropewalk/packaging';
import { createDefectList, type ArchiveFacts, type DefectList } from './archive-facts.ts';
import type { ByteSource } from './byte-source.ts';
import { createCommonPath } from './common-path.ts';
import { findEncryptedCode, isScanned, maxScannedBytes } from './encrypted-code.ts';
import { gunzip } from './gunzip.ts';
import { checkMemberPath, manyMembers } from './member-path.ts';
import { isArchiveError, readTar, TarError, type TarEnd, type TarMember } from './tar-reader.ts';
import { looksLikeZip } from './zip-directory.ts';

const maxMetadataBytes = 32 * 1024 * 1024;
const ratioFloorBytes = 64 * 1024 * 1024;
/** Beyond this, or twenty times the file, an archive is not unpacked further. */
const maxUnpackedBytes = 512 * 1024 * 1024;
/** Names are kept to look for licence files; beyond this they are not. */
const maxNames = 250_000;
const maxNameCharacters = 32 * 1024 * 1024;

/** Reads an sdist in a `.tar.gz`, passing all its bytes to `onChunk` once. */
export async function inspectTar(source: ByteSource, onChunk: (chunk: Buffer) => void): Promise<ArchiveFacts> {
  const defects = createDefectList();
  const chunks = watched(source.chunks(), onChunk);
  const survey = createSurvey(defects);
  let isComplete = false;
  if (source.sizeBytes === 0) defects.add('EMPTY', 'the file has no bytes');
  else isComplete = await readMembers(source, chunks, survey, defects);
  // What the archive's end left unread still has to be hashed.
  while ((await chunks.next()).done !== true);
  if (await looksLikeZip(source)) defects.add('ZIP_AND_TAR', 'it can be read as tar and as zip');
  return survey.facts(isComplete);
}

async function* watched(chunks: AsyncIterable<Buffer>, onChunk: (chunk: Buffer) => void): AsyncGenerator<Buffer, void, void> {
  for await (const chunk of chunks) {
    onChunk(chunk);
    yield chunk;
  }
}

/** @returns Whether everything was read that Python's `tarfile` reads. */
async function readMembers(source: ByteSource, chunks: AsyncIterator<Buffer>, survey: Survey, defects: DefectList): Promise<boolean> {
  const pieces = bounded(gunzip(chunks, (code, detail) => defects.add(code, detail)), source.sizeBytes, defects);
  let isAtEnd = false;
  try {
    const onEnd = (end: TarEnd): void => {
      if (end === 'foreign-data') defects.add('TAR_TRAILING_DATA', 'what follows its last member is no tar file');
      else if (hasGzipDefect(defects)) throw new TarError('its end mark is missing, and so the wrong end of its gzip stream is come upon');
    };
    for await (const member of readTar(pieces, onEnd)) await survey.add(member);
    isAtEnd = true;
    while ((await pieces.next()).done !== true);
    return true;
  } catch (error) {
    if (!isArchiveError(error)) throw error;
    if (error instanceof TarError && error.isTooLarge) defects.add('NOT_READ_FURTHER', error.message);
    else if (isAtEnd) defects.add('GZIP_CHECKSUM', 'it is cut off or damaged after its last member');
    else defects.add(error.isForeign ? 'NOT_AN_ARCHIVE' : 'BROKEN', error.message);
    return isAtEnd;
  } finally {
    await pieces.return();
  }
}

/** Readers come upon them only where the tar file has no end mark to stop at. */
function hasGzipDefect(defects: DefectList): boolean {
  return defects.all.some(({ code }) => code === 'GZIP_CHECKSUM' || code === 'GZIP_TRAILING_DATA');
}

async function* bounded(pieces: AsyncIterable<Buffer>, packedBytes: number, defects: DefectList): AsyncGenerator<Buffer, void, void> {
  const limit = Math.max(maxUnpackedBytes, packedBytes * 20);
  let unpacked = 0;
  for await (const piece of pieces) {
    unpacked += piece.length;
    if (unpacked > ratioFloorBytes && unpacked / packedBytes > 50) {
      defects.add('RATIO', `it unpacks to more than fifty times its ${packedBytes} bytes`);
    }
    if (unpacked > limit) throw new TarError(`it unpacks to more than ${limit} bytes`, 'too-large');
    yield piece;
  }
}

interface Survey {
  add(member: TarMember): Promise<void>;
  facts(isComplete: boolean): ArchiveFacts;
}

function createSurvey(defects: DefectList): Survey {
  const common = createCommonPath();
  const names: string[] = [];
  const seen = new Set<string>();
  let characters = 0;
  let memberCount = 0;
  let unpackedBytes = 0;
  let shallowest: { depth: number; contents: Map<string, Buffer> } | undefined;

  const keepMetadata = (path: string, content: Buffer): void => {
    const depth = path.split('/').filter((part) => part !== '').length;
    if (shallowest === undefined || depth < shallowest.depth) shallowest = { depth, contents: new Map() };
    // Of one depth only one can be the right one; a handful covers what is found in practice.
    if (depth === shallowest.depth && shallowest.contents.size < 8) shallowest.contents.set(path, content);
  };

  return {
    async add(member) {
      memberCount += 1;
      unpackedBytes += member.sizeBytes;
      characters += member.name.length;
      common.add(member.name);
      checkMember(member, defects);
      if (names.length < maxNames && characters < maxNameCharacters) {
        if (seen.has(member.name)) defects.add('TAR_DUPLICATE_NAME', 'two members have the same name', member.name);
        seen.add(member.name);
        names.push(member.name);
      }
      if (!isFile(member)) return;
      if (/(?:^|\/)PKG-INFO$/.test(member.name) && member.sizeBytes <= maxMetadataBytes) keepMetadata(member.name, await member.read());
      else if (isScanned(member.name) && member.sizeBytes <= maxScannedBytes) {
        const code = findEncryptedCode(await member.read());
        if (code !== undefined) defects.add(code, 'a member is encrypted code', member.name);
      }
    },
    facts(isComplete) {
      if (memberCount >= manyMembers) defects.add('MANY_MEMBERS', `it has ${memberCount} members`);
      if (common.isMixed) defects.add('MIXED_PATHS', 'absolute and relative paths are mixed');
      else if (isComplete && (common.path === '' || common.path === '/')) defects.add('TOP_LEVEL', 'not everything is in one directory');
      const metadataPath = common.isMixed || common.path === '' || common.path === '/' ? undefined : `${common.path}/PKG-INFO`;
      const metadata = metadataPath === undefined ? undefined : shallowest?.contents.get(metadataPath);
      return {
        format: 'tar.gz',
        memberCount,
        unpackedBytes,
        names,
        isComplete: isComplete && names.length === memberCount,
        ...(metadataPath === undefined ? {} : { metadataPath }),
        ...(metadata === undefined ? {} : { metadata: parseMetadata(metadata) }),
        defects: defects.all,
      };
    },
  };
}

/** A sparse file's content is not its data as it stands, so it counts as none to read. */
function isFile(member: TarMember): boolean {
  return !'123456S'.includes(member.type) && !member.isSparse;
}

function checkMember(member: TarMember, defects: DefectList): void {
  checkMemberPath(member.name, defects);
  if (member.isSparse) defects.add('TAR_SPARSE', 'a member is sparse', member.name);
  if ('346'.includes(member.type)) defects.add('TAR_SPECIAL_FILE', 'a member is a device or a pipe', member.name);
  if (!'12'.includes(member.type)) return;
  const from = member.type === '2' ? posix.dirname(member.name) : '.';
  const target = posix.normalize(posix.join(from, member.linkName));
  if (member.linkName.startsWith('/') || target === '..' || target.startsWith('../')) {
    defects.add('TAR_LINK_OUTSIDE', 'a link leads out of the archive', member.name);
  }
}
