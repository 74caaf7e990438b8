import { parseMetadata } from '@ropewalk/packaging';
import { createDefectList, memberText, type ArchiveFacts, type DefectList, type MemberText } from './archive-facts.ts';
import type { ByteSource } from './byte-source.ts';
import { createCommonPath } from './common-path.ts';
import { findEncryptedCode, isScanned } from './encrypted-code.ts';
import { checkMemberPath, manyMembers } from './member-path.ts';
import { parseTarHeader } from './tar-header.ts';
import { readZipDirectory, ZipOpenError, type ZipDirectory, type ZipEntry } from './zip-directory.ts';
import { readZipMember, unpackZipMember } from './zip-member.ts';
import { createZipWalk, type ZipVisitor } from './zip-walk.ts';

/** A `METADATA` or `RECORD` larger than this is not read. */
const maxTextBytes = 32 * 1024 * 1024;
/** So much code is unpacked to look into it. */
const maxCodeBytes = 512 * 1024 * 1024;
const ratioFloorBytes = 64 * 1024 * 1024;

/** Reads a wheel, or an sdist in a zip file, passing all its bytes to `onChunk` once. */
export async function inspectZip(source: ByteSource, onChunk: (chunk: Buffer) => void): Promise<ArchiveFacts> {
  const defects = createDefectList();
  const directory = await openDirectory(source, defects);
  const walk = directory === undefined ? undefined : createZipWalk(directory.entries, codeScan(directory, source.sizeBytes, defects));
  for await (const chunk of source.chunks()) {
    onChunk(chunk);
    walk?.push(chunk);
  }
  if (directory === undefined || walk === undefined) return unopened(defects);
  const wrong = walk.end();
  if (wrong !== undefined) defects.add(wrong.code, wrong.detail, wrong.member);
  return readDirectory(source, directory, defects);
}

async function openDirectory(source: ByteSource, defects: DefectList): Promise<ZipDirectory | undefined> {
  if (source.sizeBytes === 0) {
    defects.add('EMPTY', 'the file has no bytes');
    return undefined;
  }
  try {
    return await readZipDirectory(source);
  } catch (error) {
    if (!(error instanceof ZipOpenError)) throw error;
    const codes = { 'not-zip': 'NOT_AN_ARCHIVE', broken: 'BROKEN', 'too-large': 'NOT_READ_FURTHER' } as const;
    defects.add(codes[error.kind], error.message);
    return undefined;
  }
}

function unopened(defects: DefectList): ArchiveFacts {
  return { format: 'zip', memberCount: 0, unpackedBytes: 0, names: [], isComplete: false, defects: defects.all };
}

async function readDirectory(source: ByteSource, directory: ZipDirectory, defects: DefectList): Promise<ArchiveFacts> {
  const { entries } = directory;
  const unpackedBytes = unpackedSize(directory);
  if (isBomb(directory, source.sizeBytes)) {
    defects.add('RATIO', `it unpacks to ${unpackedBytes} bytes from ${source.sizeBytes}`);
  }
  if (directory.hasComment) defects.add('ZIP_COMMENT', 'the zip file has a comment');
  if (entries.length >= manyMembers) defects.add('MANY_MEMBERS', `it has ${entries.length} members`);
  if (parseTarHeader(await source.readAt(0, 512)) !== undefined) defects.add('ZIP_AND_TAR', 'it can be read as zip and as tar');
  const byName = new Map<string, ZipEntry>();
  for (const entry of entries) {
    byName.set(entry.name, entry);
    checkMemberPath(entry.name, defects);
    if (entry.method !== 0 && entry.method !== 8) defects.add('ZIP_METHOD', `a member is packed by method ${entry.method}`, entry.name);
    if ((entry.flags & 1) !== 0) defects.add('ZIP_ENCRYPTED', 'a member is encrypted', entry.name);
  }
  const isWheel = source.filename.endsWith('.whl');
  const texts = isWheel ? await readWheelTexts(source, byName, defects) : await readSdistTexts(source, entries, byName, defects);
  return {
    format: 'zip',
    memberCount: entries.length,
    unpackedBytes,
    names: entries.map((entry) => entry.name).filter((name) => !isWheel || !/[/\\]$/.test(name)),
    isComplete: true,
    ...texts,
    defects: defects.all,
  };
}

function unpackedSize(directory: ZipDirectory): number {
  return directory.entries.reduce((sum, entry) => sum + entry.unpackedBytes, 0);
}

function isBomb(directory: ZipDirectory, sizeBytes: number): boolean {
  const unpackedBytes = unpackedSize(directory);
  return unpackedBytes > ratioFloorBytes && unpackedBytes / sizeBytes > 50;
}

type Texts = Pick<ArchiveFacts, 'metadataPath' | 'metadata' | 'wheel' | 'record' | 'entryPoints'>;

/** PyPI looks for the directory as the file name spells name and version, not for any `.dist-info`. */
async function readWheelTexts(source: ByteSource, byName: ReadonlyMap<string, ZipEntry>, defects: DefectList): Promise<Texts> {
  const [name, version, rest] = source.filename.split('-');
  if (name === undefined || version === undefined || rest === undefined) return {};
  const directory = `${name}-${version}.dist-info`;
  const read = (file: string): Promise<Buffer | undefined> => readText(source, byName.get(`${directory}/${file}`), defects);
  const metadata = await read('METADATA');
  return {
    metadataPath: `${directory}/METADATA`,
    ...(metadata === undefined ? {} : { metadata: parseMetadata(metadata) }),
    ...asText('wheel', `${directory}/WHEEL`, await read('WHEEL')),
    ...asText('record', `${directory}/RECORD`, await read('RECORD')),
    ...asText('entryPoints', `${directory}/entry_points.txt`, await read('entry_points.txt')),
  };
}

async function readSdistTexts(
  source: ByteSource,
  entries: readonly ZipEntry[],
  byName: ReadonlyMap<string, ZipEntry>,
  defects: DefectList,
): Promise<Texts> {
  const common = createCommonPath();
  for (const entry of entries) common.add(entry.name);
  if (common.isMixed) defects.add('MIXED_PATHS', 'absolute and relative paths are mixed');
  else if (common.path === '' || common.path === '/') {
    defects.add('TOP_LEVEL', 'not everything is in one directory');
    return {};
  }
  const metadataPath = `${common.path}/PKG-INFO`;
  const metadata = await readText(source, byName.get(metadataPath), defects);
  return { metadataPath, ...(metadata === undefined ? {} : { metadata: parseMetadata(metadata) }) };
}

async function readText(source: ByteSource, entry: ZipEntry | undefined, defects: DefectList): Promise<Buffer | undefined> {
  if (entry === undefined) return undefined;
  const content = await readZipMember(source, entry, maxTextBytes);
  if ('bytes' in content) return content.bytes;
  defects.add(content.isTooLarge ? 'NOT_READ_FURTHER' : 'MEMBER_UNREADABLE', `${entry.name}: ${content.reason}`, entry.name);
  return undefined;
}

function asText<Key extends string>(key: Key, path: string, bytes: Buffer | undefined): { [K in Key]?: MemberText } {
  return (bytes === undefined ? {} : { [key]: memberText(path, bytes) }) as { [K in Key]?: MemberText };
}

const misplaced = { reason: 'its header is not where the central directory says' };

/** PyPI reads all Python code of an archive, so code that cannot be read is refused like code that is encrypted. */
function codeScan(directory: ZipDirectory, sizeBytes: number, defects: DefectList): ZipVisitor {
  let budget = isBomb(directory, sizeBytes) ? 0 : maxCodeBytes;
  return {
    wants: (entry) => isScanned(entry.name) && entry.packedBytes <= maxTextBytes && entry.unpackedBytes <= Math.min(maxTextBytes, budget),
    visit(entry, packed) {
      budget -= entry.unpackedBytes;
      const content = packed === undefined ? misplaced : unpackZipMember(packed, entry);
      if (!('bytes' in content)) {
        defects.add('MEMBER_UNREADABLE', `${entry.name}: ${content.reason}`, entry.name);
        return;
      }
      const code = findEncryptedCode(content.bytes);
      if (code !== undefined) defects.add(code, 'a member is encrypted code', entry.name);
    },
  };
}
