import type { ArchiveDefectCode } from './archive-facts.ts';
import { readUInt64, type ZipEntry } from './zip-directory.ts';

/** The first thing wrong with the order and content of a zip file's records. */
export interface ZipWalkDefect {
  readonly code: ArchiveDefectCode;
  readonly detail: string;
  readonly member?: string;
}

/** Takes the packed bytes of the members it wants, while they pass by. */
export interface ZipVisitor {
  wants(entry: ZipEntry): boolean;
  /** @param packed - Valid only until it returns. `undefined` when the central directory points elsewhere. */
  visit(entry: ZipEntry, packed: Buffer | undefined): void;
}

/** Follows a zip file's records from its first byte on, fed with its bytes in order. */
export interface ZipWalk {
  push(chunk: Buffer): void;
  /** To be asked after the last byte. */
  end(): ZipWalkDefect | undefined;
}

/** A walk that yields how many bytes it wants, or is to pass over, and gets those wanted. */
type Walk = Generator<{ readonly take: number } | { readonly skip: number }, ZipWalkDefect | undefined, Buffer>;

const localBytes = 26;
const centralBytes = 42;

/**
 * Checks that reading a zip file from its start finds what its central directory says, as PyPI does: local headers one
 * after the other, then the directory, then its end records, and nothing else.
 *
 * @see https://docs.pypi.org/archives/ and warehouse/utils/zipfiles.py, 2026-08
 */
export function createZipWalk(entries: readonly ZipEntry[], visitor: ZipVisitor): ZipWalk {
  const walk = walkRecords(new Map(entries.map((entry) => [entry.originalName, entry])), visitor);
  let step = walk.next(Buffer.alloc(0));
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let skipping = 0;

  const advance = (bytes: Buffer): void => {
    step = walk.next(bytes);
    while (step.done !== true && 'skip' in step.value) {
      skipping += step.value.skip;
      step = walk.next(Buffer.alloc(0));
    }
  };

  return {
    push(chunk) {
      for (let at = 0; at < chunk.length; ) {
        const passed = Math.min(skipping, chunk.length - at);
        skipping -= passed;
        at += passed;
        if (at === chunk.length) return;
        if (step.done === true) {
          step = { done: true, value: step.value ?? trailing };
          return;
        }
        const wanted = 'take' in step.value ? step.value.take : 0;
        const piece = chunk.subarray(at, at + wanted - pendingBytes);
        at += piece.length;
        pendingBytes += piece.length;
        // The chunk's memory is used again by the next one, hence the copy of what is kept.
        pending.push(pendingBytes < wanted ? Buffer.from(piece) : piece);
        if (pendingBytes < wanted) return;
        const whole = pending.length === 1 ? piece : Buffer.concat(pending);
        pending = [];
        pendingBytes = 0;
        advance(whole);
      }
    },
    end() {
      if (step.done !== true) return { code: 'BROKEN', detail: 'it ends in the middle of a record' };
      return step.value ?? (skipping > 0 ? malformed('its comment is cut off') : undefined);
    },
  };
}

const trailing: ZipWalkDefect = { code: 'ZIP_TRAILING_DATA', detail: 'bytes follow the end of the zip file' };

function* walkRecords(entries: ReadonlyMap<string, ZipEntry>, visitor: ZipVisitor): Walk {
  const locals = new Set<ZipEntry>();
  const centrals = new Set<ZipEntry>();
  let position = 0;
  let directoryAt: number | undefined;
  let directoryBytes = 0;
  let end64: EndValues | undefined;
  let hasLocator = false;

  for (;;) {
    const signature = (yield { take: 4 }).readUInt32BE(0);
    position += 4;

    if (signature === 0x504b0304) {
      const head = readLocalHead(yield { take: localBytes });
      const name = (yield* take(head.nameBytes)).toString('latin1');
      const local = matchLocal(head, name, yield* take(head.extraBytes), entries);
      if ('code' in local) return local;
      if (locals.has(local)) return { code: 'ZIP_DUPLICATE_NAME', detail: 'two members have the same name', member: utf8(name) };
      locals.add(local);
      const isWhereSaid = local.headerOffset === position - 4;
      if (visitor.wants(local)) {
        const packed = yield* take(local.packedBytes);
        visitor.visit(local, isWhereSaid ? packed : undefined);
      }
      else yield { skip: local.packedBytes };
      position += localBytes + name.length + head.extraBytes + local.packedBytes;
      continue;
    }

    if (signature === 0x504b0102) {
      directoryAt ??= position - 4;
      const head = yield { take: centralBytes };
      const extraBytes = head.readUInt16LE(26);
      if (head.readUInt16LE(28) !== 0) return { code: 'ZIP_MEMBER_COMMENT', detail: 'a member has a comment' };
      const name = (yield* take(head.readUInt16LE(24))).toString('latin1');
      yield { skip: extraBytes };
      if (hasControl(name)) return unprintable(name);
      const entry = entryOf(name, entries);
      if (entry === undefined || !locals.has(entry)) {
        return differ('the central directory has a member that has no header of its own', utf8(name));
      }
      if (centrals.has(entry)) return { code: 'ZIP_DUPLICATE_NAME', detail: 'two members have the same name', member: utf8(name) };
      centrals.add(entry);
      position += centralBytes + name.length + extraBytes;
      directoryBytes += 46 + name.length + extraBytes;
      continue;
    }

    if (signature === 0x504b0606) {
      const record = yield { take: 52 };
      if (record.readBigUInt64LE(20) !== record.readBigUInt64LE(28)) return malformed('its zip64 end record counts differently twice');
      if (readUInt64(record, 0) !== 44) return malformed('its zip64 end record has extensible data');
      end64 = { entries: readUInt64(record, 28), bytes: readUInt64(record, 36), offset: readUInt64(record, 44) };
      position += 52;
      continue;
    }

    if (signature === 0x504b0607) {
      yield { skip: 16 };
      hasLocator = true;
      position += 16;
      continue;
    }

    if (signature !== 0x504b0506) return { code: 'ZIP_FOREIGN_BYTES', detail: `bytes of no record stand at position ${position - 4}` };
    if (end64 !== undefined && !hasLocator) return malformed('its zip64 end record has no locator');
    const record = yield { take: 18 };
    if (record.readUInt16LE(4) !== record.readUInt16LE(6)) return malformed('its end record counts differently twice');
    const end = end64 ?? { entries: record.readUInt16LE(6), bytes: record.readUInt32LE(8), offset: record.readUInt32LE(12) };
    yield { skip: record.readUInt16LE(16) };
    if (end.entries !== centrals.size) return differ('its end counts other members than its central directory has');
    if (end.offset !== (directoryAt ?? position - 4)) return differ('its end says that the central directory is elsewhere');
    if (end.bytes !== directoryBytes) return differ('its end says that the central directory has another size');
    if (centrals.size !== locals.size) return differ('a member is missing in the central directory');
    return undefined;
  }
}

interface EndValues {
  readonly entries: number;
  readonly bytes: number;
  readonly offset: number;
}

function* take(bytes: number): Generator<{ readonly take: number }, Buffer, Buffer> {
  return bytes === 0 ? Buffer.alloc(0) : yield { take: bytes };
}

/** The header's fields, copied out: what is taken from the walk is valid only until the next step. */
interface LocalHead {
  readonly flags: number;
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly nameBytes: number;
  readonly extraBytes: number;
}

function readLocalHead(head: Buffer): LocalHead {
  return {
    flags: head.readUInt16LE(2),
    method: head.readUInt16LE(4),
    packed: head.readUInt32LE(14),
    unpacked: head.readUInt32LE(18),
    nameBytes: head.readUInt16LE(22),
    extraBytes: head.readUInt16LE(24),
  };
}

function matchLocal(
  head: LocalHead,
  name: string,
  extra: Buffer,
  entries: ReadonlyMap<string, ZipEntry>,
): ZipEntry | ZipWalkDefect {
  if (hasControl(name)) return unprintable(name);
  const sizes = { packed: head.packed, unpacked: head.unpacked };
  const wrong = readExtra(extra, head.method, sizes);
  if (wrong !== undefined) return { ...wrong, member: utf8(name) };
  if ((head.flags & 0x08) !== 0) {
    return { code: 'ZIP_DATA_DESCRIPTOR', detail: 'the size of a member follows it as a data descriptor', member: utf8(name) };
  }
  const text = strictUtf8(name);
  if (text === undefined) return { code: 'ZIP_NAME_ENCODING', detail: "a member's name is not UTF-8", member: name };
  const entry = entries.get(text);
  if (entry === undefined) {
    return /[^\x20-\x7e]/.test(text)
      ? { code: 'ZIP_NAME_ENCODING', detail: "a member's name is UTF-8 without the flag that says so", member: text }
      : differ('a member is missing in the central directory', text);
  }
  if (entry.packedBytes !== sizes.packed || entry.unpackedBytes !== sizes.unpacked) {
    return differ("a member's own header gives another size than the central directory", text);
  }
  return entry;
}

function entryOf(name: string, entries: ReadonlyMap<string, ZipEntry>): ZipEntry | undefined {
  const text = strictUtf8(name);
  return text === undefined ? undefined : entries.get(text);
}

function readExtra(extra: Buffer, method: number, sizes: { packed: number; unpacked: number }): ZipWalkDefect | undefined {
  const seen = new Set<number>();
  for (let at = 0; at < extra.length; ) {
    if (at + 4 > extra.length) return malformed("a member's extra field is cut off");
    const id = extra.readUInt16LE(at);
    const length = extra.readUInt16LE(at + 2);
    if (at + 4 + length > extra.length) return malformed("a member's extra field is cut off");
    if (seen.has(id) && (id === 0x0001 || id === 0x7075)) return malformed("a member's extra field is given twice");
    seen.add(id);
    const wrong = id === 0x0001 ? readZip64(extra, at, length, method, sizes) : id === 0x7075 ? checkUnicodePath(extra.subarray(at + 9, at + 4 + length)) : undefined;
    if (wrong !== undefined) return wrong;
    at += 4 + length;
  }
  return undefined;
}

function readZip64(extra: Buffer, at: number, length: number, method: number, sizes: { packed: number; unpacked: number }): ZipWalkDefect | undefined {
  const wrong = malformed("a member's zip64 field is malformed");
  if (![0, 8, 16, 24, 28].includes(length)) return wrong;
  if (length === 0) return sizes.packed === 0xffffffff || sizes.unpacked === 0xffffffff ? wrong : undefined;
  if (length === 8) {
    if (method !== 0) return wrong;
    sizes.packed = readUInt64(extra, at + 4);
    if (sizes.unpacked === 0xffffffff) sizes.unpacked = sizes.packed;
    return undefined;
  }
  if (sizes.unpacked === 0xffffffff) sizes.unpacked = readUInt64(extra, at + 4);
  sizes.packed = readUInt64(extra, at + 12);
  return undefined;
}

function checkUnicodePath(bytes: Buffer): ZipWalkDefect | undefined {
  const name = bytes.toString('latin1');
  if (hasControl(name)) return unprintable(name);
  return strictUtf8(name) === undefined ? { code: 'ZIP_NAME_ENCODING', detail: "a member's Unicode name is not UTF-8" } : undefined;
}

function hasControl(name: string): boolean {
  return /[\x00-\x1f\x7f]/.test(name);
}

function unprintable(name: string): ZipWalkDefect {
  return { code: 'ZIP_NAME_UNPRINTABLE', detail: "a member's name has control characters", member: utf8(name) };
}

function differ(detail: string, member?: string): ZipWalkDefect {
  return { code: 'ZIP_HEADERS_DIFFER', detail, ...(member === undefined ? {} : { member }) };
}

function malformed(detail: string): ZipWalkDefect {
  return { code: 'BROKEN', detail };
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}

function strictUtf8(latin1: string): string | undefined {
  if (!/[\x80-\xff]/.test(latin1)) return latin1;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(latin1, 'latin1'));
  } catch {
    return undefined;
  }
}
