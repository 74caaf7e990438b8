import { closeSync, constants, openSync, readSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { UploadError } from './upload-error.ts';
import type { UploadFile } from './upload-file.ts';

// Measured: larger reads bring no speed and cost memory, at 64 KiB a third of the speed is gone.
const pieceBytes = 512 * 1024;

// One is being sent, one is held back, one is being read; one is to spare. To reuse memory saves a sixth of the time of a large file.
const buffers = 4;

// A pipe that took the file's place must not hold the process up: while a thread waits for its writer, not even `process.exit` ends it.
const readNow = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Reads a file in pieces, each valid until the next one is asked for.
 *
 * @throws {@link UploadError} `FILE_UNREADABLE`
 */
export function piecesOf(file: UploadFile): AsyncIterable<Uint8Array> {
  if (typeof file.content !== 'string') return piecesOfBytes(file.content);
  return file.sizeBytes < pieceBytes ? pieceOfSmallFile(file, file.content) : piecesOfPath(file, file.content);
}

async function* piecesOfBytes(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += pieceBytes) yield bytes.subarray(start, start + pieceBytes);
}

/** Reads a small file at once: its way through the thread pool would take longer than the read. */
async function* pieceOfSmallFile(file: UploadFile, path: string): AsyncGenerator<Uint8Array> {
  // One byte more than there was, so that a file that has grown is noticed.
  yield readAtOnce(file, path, file.sizeBytes + 1);
}

function readAtOnce(file: UploadFile, path: string, bytes: number): Uint8Array {
  try {
    const descriptor = openSync(path, readNow);
    try {
      const buffer = Buffer.allocUnsafe(bytes);
      let filled = 0;
      for (let count = -1; count !== 0 && filled < bytes; filled += count) count = readSync(descriptor, buffer, filled, bytes - filled, null);
      return buffer.subarray(0, filled);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw unreadable(file, error);
  }
}

async function* piecesOfPath(file: UploadFile, path: string): AsyncGenerator<Uint8Array> {
  const handle = await open(path, readNow).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  const ring = Array.from({ length: buffers }, () => Buffer.allocUnsafe(pieceBytes));
  const read = (turn: number): Promise<Uint8Array> => fill(file, handle, ring[turn % buffers]);
  let next = read(0);
  try {
    for (let turn = 1; ; turn += 1) {
      const piece = await next;
      if (piece.byteLength === 0) return;
      next = read(turn);
      yield piece;
    }
  } finally {
    // A reader that leaves early also leaves a read under way, whose end nobody needs.
    await next.catch(() => undefined);
    await handle.close();
  }
}

/** Fills a buffer unless the file ends: a short piece could still lie in the socket when its memory is written again. */
async function fill(file: UploadFile, handle: FileHandle, buffer: Buffer | undefined): Promise<Uint8Array> {
  if (buffer === undefined) throw new RangeError('No such buffer.');
  let filled = 0;
  try {
    for (let count = -1; count !== 0 && filled < buffer.byteLength; filled += count) {
      count = (await handle.read(buffer, filled, buffer.byteLength - filled, null)).bytesRead;
    }
  } catch (error) {
    throw unreadable(file, error);
  }
  return buffer.subarray(0, filled);
}

function unreadable(file: UploadFile, cause: unknown): UploadError {
  return new UploadError({
    code: 'FILE_UNREADABLE',
    message: `${file.filename} cannot be read.`,
    remedy: 'Check that the file is still there and may be read.',
    cause,
  });
}
