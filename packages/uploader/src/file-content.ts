import { createHash } from 'node:crypto';
import { piecesOf } from './file-pieces.ts';
import { UploadError } from './upload-error.ts';
import type { UploadFile } from './upload-file.ts';

/**
 * Hands out a file's bytes, hashed on the way. The last piece is handed out only when the digest of the whole is the
 * one expected: whoever receives the rest can then never take it for a complete file. A piece is valid until the next one
 * is asked for.
 *
 * @throws {@link UploadError} `FILE_CHANGED`, `FILE_UNREADABLE`
 */
export async function* checkedContent(file: UploadFile): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let received = 0;
  let held: Uint8Array | undefined;
  for await (const piece of piecesOf(file)) {
    if (held !== undefined) yield held;
    hash.update(piece);
    received += piece.byteLength;
    if (received > file.sizeBytes) throw changed(file, 'it has become longer');
    held = piece;
  }
  if (received !== file.sizeBytes) throw changed(file, 'it has become shorter');
  if (hash.digest('hex') !== file.sha256) throw changed(file, 'its content is another');
  if (held !== undefined) yield held;
}

function changed(file: UploadFile, how: string): UploadError {
  return new UploadError({
    code: 'FILE_CHANGED',
    message: `${file.filename} is not the file it was when it was read: ${how}. The upload was broken off before its end.`,
    remedy: 'Find out what writes to the file; then build and sign again. Never build while uploading.',
  });
}
