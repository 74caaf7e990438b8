import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { UploadError } from './upload-error.ts';
import type { UploadFile } from './upload-file.ts';

// Measured: larger reads bring no speed and cost memory, at 64 KiB a third of the speed is gone.
const readBytes = 512 * 1024;

/**
 * Hands out a file's bytes, hashed on the way. The last piece is handed out only when the digest of the whole is the
 * one expected: whoever receives the rest can then never take it for a complete file.
 *
 * @throws {@link UploadError} `FILE_CHANGED`, `FILE_UNREADABLE`
 */
export async function* checkedContent(file: UploadFile): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let received = 0;
  let held: Uint8Array | undefined;
  for await (const chunk of pieces(file)) {
    if (held !== undefined) yield held;
    hash.update(chunk);
    received += chunk.byteLength;
    if (received > file.sizeBytes) throw changed(file, 'it has become longer');
    held = chunk;
  }
  if (received !== file.sizeBytes) throw changed(file, 'it has become shorter');
  if (hash.digest('hex') !== file.sha256) throw changed(file, 'its content is another');
  if (held !== undefined) yield held;
}

function pieces(file: UploadFile): AsyncIterable<Uint8Array> {
  return typeof file.content === 'string' ? piecesOfPath(file, file.content) : piecesOfBytes(file.content);
}

async function* piecesOfBytes(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += readBytes) yield bytes.subarray(start, start + readBytes);
}

async function* piecesOfPath(file: UploadFile, path: string): AsyncGenerator<Uint8Array> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw unreadable(file, error);
  });
  let next = readPiece(file, handle);
  try {
    for (;;) {
      const piece = await next;
      if (piece.byteLength === 0) return;
      // The next piece is read while this one is sent.
      next = readPiece(file, handle);
      yield piece;
    }
  } finally {
    // A reader that leaves early also leaves a read under way, whose end nobody needs.
    await next.catch(() => undefined);
    await handle.close();
  }
}

async function readPiece(file: UploadFile, handle: FileHandle): Promise<Uint8Array> {
  try {
    // A fresh buffer each time: the socket may still hold the last one.
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(readBytes), 0, readBytes, null);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw unreadable(file, error);
  }
}

function changed(file: UploadFile, how: string): UploadError {
  return new UploadError({
    code: 'FILE_CHANGED',
    message: `${file.filename} is not the file it was when it was read: ${how}. The upload was broken off before its end.`,
    remedy: 'Find out what writes to the file; then build and sign again. Never build while uploading.',
  });
}

function unreadable(file: UploadFile, cause: unknown): UploadError {
  return new UploadError({
    code: 'FILE_UNREADABLE',
    message: `${file.filename} cannot be read.`,
    remedy: 'Check that the file is still there and may be read.',
    cause,
  });
}
