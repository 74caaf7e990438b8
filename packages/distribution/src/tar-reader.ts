import { GunzipError } from './gunzip.ts';
import { blockBytes, decodeText, parseTarHeader, wholeBlocks, type TarHeader } from './tar-header.ts';
import { parsePax } from './tar-pax.ts';

/** One member of a tar file. */
export interface TarMember {
  readonly name: string;
  /** `0` a file, `1` a hard link, `2` a symbolic link, `5` a directory, and so on. */
  readonly type: string;
  readonly sizeBytes: number;
  readonly linkName: string;
  readonly isSparse: boolean;
  /** The content, which has to be read before the next member is asked for. */
  read(): Promise<Buffer>;
}

/** A tar file that cannot be read. `isForeign`: it is no tar file at all. `isTooLarge`: only its size is in the way. */
export class TarError extends Error {
  readonly isForeign: boolean;
  readonly isTooLarge: boolean;
  constructor(message: string, kind?: 'foreign' | 'too-large') {
    super(message);
    this.isForeign = kind === 'foreign';
    this.isTooLarge = kind === 'too-large';
  }
}

/** Long names and pax headers; real ones have a few hundred bytes. */
const maxHeaderBytes = 16 * 1024 * 1024;

/**
 * Reads the members of a tar file from its unpacked bytes, where and as far as Python's `tarfile` does.
 *
 * @param onEnd - Told what ended the archive, when it was not its end mark.
 * @throws {@link TarError}, and what `pieces` throws.
 */
export async function* readTar(
  pieces: AsyncIterator<Buffer>,
  onEnd: (end: TarEnd) => void,
): AsyncGenerator<TarMember, void, void> {
  const blocks = createBlocks(pieces);
  const globals = new Map<string, string>();
  for (let isFirst = true; ; isFirst = false) {
    const next = await readMember(blocks, globals, 0);
    if (next === 'end' || next === 'nothing') {
      if (isFirst && next === 'nothing') throw new TarError('it is empty');
      if (next === 'nothing') onEnd('end-of-data');
      return;
    }
    if (next === 'invalid' || next === 'short') {
      if (isFirst) throw new TarError('it holds no tar file', 'foreign');
      onEnd(next === 'short' ? 'end-of-data' : 'foreign-data');
      return;
    }
    let unread = next.dataBytes;
    yield {
      ...next.member,
      async read() {
        const content = await blocks.take(next.member.sizeBytes);
        if (content.length < next.member.sizeBytes) throw new TarError('it ends in the middle of a member');
        unread = next.dataBytes - content.length;
        return content;
      },
    };
    if (!(await blocks.skip(unread))) throw new TarError('it ends in the middle of a member');
  }
}

interface RawMember {
  readonly member: Omit<TarMember, 'read'>;
  /** What follows the header, padding included. */
  readonly dataBytes: number;
}

/** What ended a tar file instead of its end mark. */
export type TarEnd = 'end-of-data' | 'foreign-data';

type Next = RawMember | 'end' | 'nothing' | 'short' | 'invalid';

async function readMember(blocks: Blocks, globals: Map<string, string>, depth: number): Promise<Next> {
  const block = await blocks.take(blockBytes);
  if (block.length === 0) return 'nothing';
  if (block.length < blockBytes) return 'short';
  if (block.every((byte) => byte === 0)) return 'end';
  const header = parseTarHeader(block);
  if (header === undefined) return 'invalid';
  if (!'LKxXg'.includes(header.type)) return plainMember(blocks, header, globals);
  if (depth > 32) return 'invalid';
  if (header.sizeBytes > maxHeaderBytes) throw await oversized(blocks, header.sizeBytes);
  const content = await blocks.take(wholeBlocks(header.sizeBytes));
  if (header.type === 'L' || header.type === 'K') {
    const next = await follow(blocks, globals, depth);
    const text = decodeText(content);
    if (header.type === 'K') return { ...next, member: { ...next.member, linkName: text } };
    return { ...next, member: { ...next.member, name: next.member.type === '5' ? text.replace(/\/$/, '') : text } };
  }
  const records = parsePax(content.subarray(0, header.sizeBytes));
  if (records === undefined) return 'invalid';
  if (header.type === 'g') {
    for (const [key, value] of records) globals.set(key, value);
    return follow(blocks, globals, depth);
  }
  return applyPax(await follow(blocks, globals, depth), new Map([...globals, ...records]));
}

/** A size is easily claimed; only where the bytes are there, too, is the header merely too large. */
async function oversized(blocks: Blocks, sizeBytes: number): Promise<TarError> {
  const isThere = await blocks.skip(wholeBlocks(sizeBytes));
  return isThere
    ? new TarError(`it has a header of ${sizeBytes} bytes`, 'too-large')
    : new TarError(`it announces a header of ${sizeBytes} bytes, and ends before`);
}

/** What follows a header that announces another has to be one. */
async function follow(blocks: Blocks, globals: Map<string, string>, depth: number): Promise<RawMember> {
  const next = await readMember(blocks, globals, depth + 1);
  if (typeof next === 'string') throw new TarError('a header announces a member that is not there');
  return next;
}

async function plainMember(blocks: Blocks, header: TarHeader, globals: ReadonlyMap<string, string>): Promise<RawMember> {
  const isSparse = header.type === 'S';
  for (let isExtended = isSparse && header.isSparseExtended; isExtended; ) {
    const block = await blocks.take(blockBytes);
    isExtended = block.length === blockBytes && block[504] !== 0;
  }
  const { name, type, sizeBytes, linkName } = header;
  const raw = { member: { name, type, sizeBytes, linkName, isSparse }, dataBytes: hasData(type) ? wholeBlocks(sizeBytes) : 0 };
  return globals.size === 0 ? raw : applyPax(raw, globals);
}

/** Links, devices, pipes and directories have no data, whatever their size says; unknown types count as files. */
function hasData(type: string): boolean {
  return !'123456'.includes(type);
}

function applyPax({ member, dataBytes }: RawMember, records: ReadonlyMap<string, string>): RawMember {
  const path = records.get('GNU.sparse.name') ?? records.get('path');
  const size = records.get('size');
  const sizeBytes = size === undefined ? member.sizeBytes : /^\s*\d+\s*$/.test(size) ? Number(size) : 0;
  return {
    member: {
      ...member,
      sizeBytes,
      name: path === undefined ? member.name : path.replace(/\/+$/, ''),
      linkName: records.get('linkpath') ?? member.linkName,
      isSparse: member.isSparse || isSparsePax(records),
    },
    dataBytes: size === undefined ? dataBytes : hasData(member.type) ? wholeBlocks(sizeBytes) : 0,
  };
}

function isSparsePax(records: ReadonlyMap<string, string>): boolean {
  return records.has('GNU.sparse.map') || records.has('GNU.sparse.size')
    || (records.get('GNU.sparse.major') === '1' && records.get('GNU.sparse.minor') === '0');
}

interface Blocks {
  /** Fewer bytes only at the end. */
  take(bytes: number): Promise<Buffer>;
  /** `false`: the end came first. */
  skip(bytes: number): Promise<boolean>;
}

function createBlocks(pieces: AsyncIterator<Buffer>): Blocks {
  let held: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const next = await pieces.next();
    held = next.done === true ? Buffer.alloc(0) : next.value;
    return next.done !== true;
  };
  return {
    async take(bytes) {
      const taken: Buffer[] = [];
      let missing = bytes;
      while (missing > 0 && (held.length > 0 || (await more()))) {
        const part = held.subarray(0, missing);
        held = held.subarray(part.length);
        missing -= part.length;
        taken.push(part);
      }
      return taken.length === 1 ? (taken[0] ?? held) : Buffer.concat(taken);
    },
    async skip(bytes) {
      let missing = bytes;
      while (missing > 0 && (held.length > 0 || (await more()))) {
        const passed = Math.min(missing, held.length);
        held = held.subarray(passed);
        missing -= passed;
      }
      return missing === 0;
    },
  };
}

/** Tells whether an error says that the archive, not the disk, is at fault. */
export function isArchiveError(error: unknown): error is TarError | GunzipError {
  return error instanceof TarError || error instanceof GunzipError;
}
