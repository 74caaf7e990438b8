import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Busboy, type BusboyFileStream, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { badRequest } from '../answers/refusal.ts';
import type { FormPart } from './received-form.ts';
import { spool } from './spool.ts';

/** Where a form's files go, and how much of them. */
export interface Reception {
  readonly folder: string;
  readonly maxFileBytes: number;
}

/**
 * Reads a form of a request while it arrives: multipart, or URL-encoded. Any other body is a form without fields.
 * Files other than `content` are read and forgotten.
 *
 * @throws {Refusal} 400 when the body is no well-formed multipart. The promise also rejects when the client goes away.
 */
export async function receiveForm(request: IncomingMessage, reception: Reception): Promise<readonly FormPart[]> {
  const contentType = request.headers['content-type'] ?? '';
  if (/^multipart\/form-data\s*;/i.test(contentType)) return receiveMultipart(request, contentType, reception);
  const body = await text(request);
  if (!/^application\/x-www-form-urlencoded/i.test(contentType)) return [];
  return [...new URLSearchParams(body)].map(([name, value]) => ({ type: 'text', name, value }));
}

/** Deletes what the parts of a form hold on disk. */
export async function discardParts(parts: readonly FormPart[]): Promise<void> {
  await Promise.all(parts.map((part) => (part.type === 'file' ? part.file?.discard() : undefined)));
}

async function receiveMultipart(request: IncomingMessage, contentType: string, reception: Reception): Promise<readonly FormPart[]> {
  const parser = createParser({ ...request.headers, 'content-type': contentType });
  const parts: (FormPart | Promise<FormPart>)[] = [];
  const streams: BusboyFileStream[] = [];
  parser.on('field', (name, value) => parts.push({ type: 'text', name, value }));
  parser.on('file', (name, stream, filename, _encoding, type) => {
    // A form that breaks off makes the parser emit an error here at any time, also when nobody reads the stream.
    stream.on('error', () => undefined);
    streams.push(stream);
    const part = receiveFile({ name, filename, contentType: type }, stream, reception);
    // Its failure is looked at below, together with the parser's, and must not be unhandled until then.
    part.catch(() => undefined);
    parts.push(part);
  });
  const failure = await finished(request, parser).then(() => undefined, (error: unknown) => ({ error }));
  // Streams of a form that broke off do not always end by themselves.
  if (failure !== undefined) for (const stream of streams) stream.destroy();
  const settled = await Promise.allSettled(parts);
  const received = settled.filter((result) => result.status === 'fulfilled').map((result) => result.value);
  const broken = failure ?? settled.find((result) => result.status === 'rejected');
  if (broken === undefined) return received;
  await discardParts(received);
  throw request.complete ? badRequest('The multipart form could not be read.') : new Error('The client went away.');
}

function createParser(headers: BusboyHeaders): BusboyInstance {
  try {
    return new Busboy({
      headers,
      preservePath: true,
      isPartAFile: (_name, _type, filename) => filename !== undefined && filename !== '',
      limits: { fieldSize: 64 * 1024 * 1024 },
    });
  } catch {
    throw badRequest('The multipart form has no boundary.');
  }
}

function finished(request: IncomingMessage, parser: BusboyInstance): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.on('finish', () => resolve());
    parser.on('error', reject);
    request.on('error', reject);
    request.on('close', () => {
      if (request.complete) return;
      parser.destroy();
      reject(new Error('The client went away.'));
    });
    request.pipe(parser);
  });
}

async function receiveFile(
  part: { readonly name: string; readonly filename: string; readonly contentType: string },
  stream: BusboyFileStream,
  { folder, maxFileBytes }: Reception,
): Promise<FormPart> {
  if (part.name === 'content') {
    return { type: 'file', ...part, file: await spool(stream, join(folder, randomUUID()), maxFileBytes) };
  }
  stream.resume();
  return { type: 'file', ...part, file: undefined };
}
