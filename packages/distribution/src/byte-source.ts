import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { DistributionError } from './distribution-error.ts';

/** A distribution: the path of a file, or its name and bytes. */
export type DistributionSource = string | { readonly filename: string; readonly bytes: Uint8Array };

/** Random and sequential access to one distribution's bytes. */
export interface ByteSource {
  readonly filename: string;
  readonly path?: string;
  readonly sizeBytes: number;
  /** Reads up to `length` bytes; fewer at the end, none outside the file. The buffer is the caller's. */
  readAt(position: number, length: number): Promise<Buffer>;
  /** All bytes from the start. A chunk is valid only until the next one is asked for. */
  chunks(): AsyncIterable<Buffer>;
  close(): Promise<void>;
}

const chunkBytes = 1024 * 1024;

/**
 * Opens a distribution for reading.
 *
 * @throws {@link DistributionError} `DISTRIBUTION_NOT_FOUND`, `DISTRIBUTION_IS_DIRECTORY`, `DISTRIBUTION_UNREADABLE`
 */
export async function openSource(source: DistributionSource): Promise<ByteSource> {
  return typeof source === 'string' ? openFile(source) : bytesSource(source.filename, source.bytes);
}

function bytesSource(filename: string, bytes: Uint8Array): ByteSource {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return {
    filename,
    sizeBytes: buffer.length,
    readAt: async (position, length) => slice(buffer, position, lengthWithin(buffer.length, position, length)),
    async *chunks() {
      for (let at = 0; at < buffer.length; at += chunkBytes) yield buffer.subarray(at, at + chunkBytes);
    },
    close: async () => {},
  };
}

async function openFile(path: string): Promise<ByteSource> {
  const whole = readSmallFile(path);
  if (whole !== undefined) return { ...bytesSource(basename(path), whole), path };
  const file = await open(path, 'r').catch((error: unknown) => { throw unopened(path, error); });
  try {
    const facts = await file.stat();
    if (!facts.isFile()) throw unreadable(path, undefined);
    return fileSource(path, file, facts.size);
  } catch (error) {
    await file.close();
    throw error;
  }
}

/**
 * Reads a small file at once: its way through the thread pool would take longer than the read. `undefined`: it is not
 * small, or it is growing.
 */
function readSmallFile(path: string): Buffer | undefined {
  const file = opened(path);
  try {
    const facts = fstatSync(file);
    if (facts.isDirectory()) throw isDirectory(path);
    if (!facts.isFile()) throw unreadable(path, undefined);
    if (facts.size > chunkBytes) return undefined;
    const buffer = Buffer.allocUnsafe(facts.size + 1);
    const filled = fillAtOnce(path, file, buffer);
    return filled > facts.size ? undefined : buffer.subarray(0, filled);
  } finally {
    closeSync(file);
  }
}

function opened(path: string): number {
  try {
    // A pipe without a writer must not hold the process up.
    return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw unopened(path, error);
  }
}

function fillAtOnce(path: string, file: number, buffer: Buffer): number {
  let filled = 0;
  try {
    while (filled < buffer.length) {
      const bytesRead = readSync(file, buffer, filled, buffer.length - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
  } catch (error) {
    throw unreadable(path, error);
  }
  return filled;
}

function fileSource(path: string, file: FileHandle, sizeBytes: number): ByteSource {
  return {
    filename: basename(path),
    path,
    sizeBytes,
    async readAt(position, length) {
      const buffer = Buffer.allocUnsafe(lengthWithin(sizeBytes, position, length));
      return buffer.length === 0 ? buffer : buffer.subarray(0, await fill(path, file, buffer, position));
    },
    chunks: () => readChunks(path, file, Math.min(chunkBytes, sizeBytes + 1)),
    close: () => file.close(),
  };
}

function slice(buffer: Buffer, position: number, length: number): Buffer {
  return length === 0 ? buffer.subarray(0, 0) : buffer.subarray(position, position + length);
}

/** Archives state positions that need not be within the file. */
function lengthWithin(sizeBytes: number, position: number, length: number): number {
  return position < 0 || position >= sizeBytes ? 0 : Math.min(length, sizeBytes - position);
}

/** Reads ahead by one chunk, so that reading and hashing overlap. */
async function* readChunks(path: string, file: FileHandle, bytes: number): AsyncIterable<Buffer> {
  const buffers = [Buffer.allocUnsafe(bytes), Buffer.allocUnsafe(bytes)] as const;
  let position = 0;
  let reading = fill(path, file, buffers[0], position);
  try {
    for (let turn = 0; ; turn = 1 - turn) {
      const length = await reading;
      if (length === 0) return;
      position += length;
      reading = fill(path, file, buffers[turn === 0 ? 1 : 0], position);
      yield buffers[turn === 0 ? 0 : 1].subarray(0, length);
    }
  } finally {
    // Whoever leaves early closes the file next; a read must not be under way then.
    await reading.catch(() => 0);
  }
}

async function fill(path: string, file: FileHandle, buffer: Buffer, position: number): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, position + filled)
      .catch((error: unknown) => { throw unreadable(path, error); });
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

function unopened(path: string, error: unknown): DistributionError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EISDIR') return isDirectory(path);
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return unreadable(path, error);
  return new DistributionError({
    code: 'DISTRIBUTION_NOT_FOUND',
    message: `There is no file ${path}.`,
    remedy: 'Check the path; build the distributions first, for example with `python -m build`.',
    cause: error,
  });
}

function isDirectory(path: string): DistributionError {
  return new DistributionError({
    code: 'DISTRIBUTION_IS_DIRECTORY',
    message: `${path} is a directory, not a distribution.`,
    remedy: `Name the files in it, for example ${path.replace(/\/+$/, '')}/*.`,
  });
}

function unreadable(path: string, cause: unknown): DistributionError {
  return new DistributionError({
    code: 'DISTRIBUTION_UNREADABLE',
    message: `${path} cannot be read${cause instanceof Error ? `: ${cause.message}` : ': it is not a regular file'}.`,
    remedy: 'Check the permissions of the file and whether its disk is sound.',
    cause,
  });
}
