import { crc32, createInflateRaw } from 'node:zlib';
import type { ArchiveDefectCode } from './archive-facts.ts';

/** A gzip stream that cannot be unpacked. `isForeign`: it is no gzip at all. */
export class GunzipError extends Error {
  readonly isForeign: boolean;
  constructor(message: string, isForeign = false) {
    super(message);
    this.isForeign = isForeign;
  }
}

/**
 * Unpacks gzip as far as it is asked to; the iterator stays open for whoever wants the rest. Checksums do not stop it, because Python's readers of sdists never come to
 * them; what is wrong with them is told to `onDefect`.
 *
 * @throws {@link GunzipError}
 */
export async function* gunzip(
  chunks: AsyncIterator<Buffer>,
  onDefect: (code: ArchiveDefectCode, detail: string) => void,
): AsyncGenerator<Buffer, void, void> {
  const input = createInput(chunks);
  for (let isFirst = true; ; isFirst = false) {
    const magic = await input.peek(2);
    if (magic.length < 2 || magic[0] !== 0x1f || magic[1] !== 0x8b) {
      if (isFirst) throw new GunzipError('it is not gzip', true);
      if (!(await input.isOnlyZeros())) onDefect('GZIP_TRAILING_DATA', 'bytes follow the gzip stream');
      return;
    }
    await readHeader(input);
    const sums = { crc: 0, bytes: 0 };
    for await (const piece of inflate(input)) {
      sums.crc = crc32(piece, sums.crc);
      sums.bytes += piece.length;
      yield piece;
    }
    const trailer = await input.take(8);
    if (trailer.length < 8) throw new GunzipError('it is cut off');
    if (trailer.readUInt32LE(0) !== sums.crc || trailer.readUInt32LE(4) !== sums.bytes % 0x100000000) {
      onDefect('GZIP_CHECKSUM', 'the checksum or length at its end is wrong');
    }
  }
}

interface Input {
  /** Up to `bytes` bytes without consuming them; fewer only at the end. */
  peek(bytes: number): Promise<Buffer>;
  take(bytes: number): Promise<Buffer>;
  /** The next bytes, however many there are; empty at the end. */
  takeSome(): Promise<Buffer>;
  /** Puts back the end of what was taken last. */
  putBack(bytes: Buffer): void;
  isOnlyZeros(): Promise<boolean>;
}

function createInput(iterator: AsyncIterator<Buffer>): Input {
  let held: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    // A chunk's memory is used again as soon as the next one is asked for.
    if (held.length > 0) held = Buffer.from(held);
    const next = await iterator.next();
    if (next.done === true) return false;
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value]);
    return true;
  };
  const peek = async (bytes: number): Promise<Buffer> => {
    while (held.length < bytes && (await more()));
    return held.subarray(0, bytes);
  };
  return {
    peek,
    async take(bytes) {
      const taken = Buffer.from(await peek(bytes));
      held = held.subarray(taken.length);
      return taken;
    },
    async takeSome() {
      if (held.length === 0) await more();
      const taken = held;
      held = Buffer.alloc(0);
      return taken;
    },
    putBack(bytes) {
      held = held.length === 0 ? bytes : Buffer.concat([bytes, held]);
    },
    async isOnlyZeros() {
      do {
        if (held.some((byte) => byte !== 0)) return false;
        held = Buffer.alloc(0);
      } while (await more());
      return true;
    },
  };
}

async function readHeader(input: Input): Promise<void> {
  const head = await input.take(10);
  if (head.length < 10) throw new GunzipError('it is cut off');
  if (head[2] !== 8) throw new GunzipError('its compression method is unknown');
  const flags = head[3] ?? 0;
  if ((flags & 4) !== 0) {
    const length = await input.take(2);
    if (length.length < 2) throw new GunzipError('it is cut off');
    await input.take(length.readUInt16LE(0));
  }
  if ((flags & 8) !== 0) await skipText(input);
  if ((flags & 16) !== 0) await skipText(input);
  if ((flags & 2) !== 0) await input.take(2);
}

async function skipText(input: Input): Promise<void> {
  for (;;) {
    const some = await input.takeSome();
    if (some.length === 0) throw new GunzipError('it is cut off');
    const end = some.indexOf(0);
    if (end === -1) continue;
    input.putBack(some.subarray(end + 1));
    return;
  }
}

/** Unpacks one deflate stream and puts back what follows it. */
async function* inflate(input: Input): AsyncGenerator<Buffer, void, void> {
  const inflater = createInflateRaw({ chunkSize: 256 * 1024 });
  let fed = 0;
  let last: Buffer = Buffer.alloc(0);
  const state = { isEnded: false };
  inflater.once('end', () => { state.isEnded = true; });
  const feeding = (async () => {
    while (!state.isEnded && !inflater.destroyed) {
      const some = await input.takeSome();
      if (some.length === 0) {
        inflater.end();
        return;
      }
      last = some;
      fed += some.length;
      await new Promise<void>((resolve) => {
        inflater.write(some, () => resolve());
        inflater.once('close', resolve);
      });
    }
  })();
  try {
    for await (const piece of inflater) yield piece as Buffer;
  } catch (error) {
    throw new GunzipError(isTruncation(error) ? 'it is cut off' : 'its compressed data is damaged');
  } finally {
    state.isEnded = true;
    inflater.destroy();
    await feeding.catch(() => {});
  }
  const unused = fed - inflater.bytesWritten;
  if (unused > 0) input.putBack(last.subarray(last.length - unused));
}

function isTruncation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR';
}
