import { randomBytes } from 'node:crypto';
import type { HttpStreamBody } from '@ropewalk/core';
import { checkedContent } from './file-content.ts';
import type { UploadFile } from './upload-file.ts';

const joinedBytes = 64 * 1024;
const nothing = Buffer.alloc(0);

/** A form, and the header that belongs to it. */
export interface UploadBody extends HttpStreamBody {
  readonly contentType: string;
}

/**
 * Makes the multipart form of one upload: text parts without a type or file name (the index takes a text part with a
 * file name for a file), and `content` last, typed, with its name. The length is known before the first byte.
 *
 * @see https://docs.pypi.org/api/upload/
 */
export function uploadBody(file: UploadFile): UploadBody {
  const boundary = randomBytes(16).toString('hex');
  const head = Buffer.concat([Buffer.from(textParts(file.fields, boundary), 'utf8'), signaturePart(file, boundary), Buffer.from(contentHead(file, boundary), 'utf8')]);
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`, 'utf8');
  return {
    contentType: contentTypeOf(boundary),
    lengthBytes: head.byteLength + file.sizeBytes + tail.byteLength,
    chunks: () => framed(head, checkedContent(file), tail),
  };
}

/** Makes a form of text parts alone. */
export function textForm(fields: UploadFile['fields']): { readonly contentType: string; readonly text: string } {
  const boundary = randomBytes(16).toString('hex');
  return { contentType: contentTypeOf(boundary), text: `${textParts(fields, boundary)}--${boundary}--\r\n` };
}

/** The parts of the form in as few pieces as possible: a small file is one, so that it is one write. */
async function* framed(head: Buffer, content: AsyncIterable<Uint8Array>, tail: Buffer): AsyncGenerator<Uint8Array> {
  let before = head;
  for await (const piece of content) {
    if (piece.byteLength <= joinedBytes) {
      before = Buffer.concat([before, piece]);
      continue;
    }
    if (before.byteLength > 0) yield before;
    yield piece;
    before = nothing;
  }
  yield Buffer.concat([before, tail]);
}

function contentTypeOf(boundary: string): string {
  return `multipart/form-data; boundary=${boundary}`;
}

function textParts(fields: UploadFile['fields'], boundary: string): string {
  return fields
    .map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}\r\n`)
    .join('');
}

function signaturePart({ signature }: UploadFile, boundary: string): Buffer {
  if (signature === undefined) return Buffer.alloc(0);
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="gpg_signature"; filename="${quoted(signature.filename)}"\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'utf8'), signature.bytes, Buffer.from('\r\n')]);
}

function contentHead(file: UploadFile, boundary: string): string {
  return (
    `--${boundary}\r\nContent-Disposition: form-data; name="content"; filename="${quoted(file.filename)}"\r\n` +
    'Content-Type: application/octet-stream\r\n\r\n'
  );
}

// As browsers do, by the HTML standard.
function quoted(text: string): string {
  return text.replace(/\r\n|\r|\n/g, '%0D%0A').replaceAll('"', '%22');
}
