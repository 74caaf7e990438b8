import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { HttpError, HttpResponse, HttpStreamResponse } from '@ropewalk/core';
import type { Dispatcher } from 'undici';
import type { AttemptGuard } from './attempt-guard.ts';
import { withoutSecrets, withoutSecretsInside } from './echoed-secrets.ts';
import { notJsonFailure, packedFailure, sizeFailure, type RequestName } from './http-failure.ts';

/** An answer whose head has arrived. */
export interface Answer {
  readonly name: RequestName;
  readonly method: string;
  readonly url: URL;
  readonly status: number;
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Dispatcher.ResponseData['body'];
  readonly maxBytes: number;
  readonly stallMs: number;
  readonly guard: AttemptGuard;
  /** What the request sent as `Authorization`: an answer that repeats it is handed on without it. */
  readonly secrets: readonly string[];
  /** What an error of this attempt means. */
  failureOf(error: unknown): HttpError;
  /** Drops the body and all timers. */
  discard(): void;
}

/** Reads the whole body within the attempt's deadline. */
export async function readResponse(answer: Answer): Promise<HttpResponse> {
  const parts: Uint8Array[] = [];
  for await (const chunk of boundedChunks(answer)) parts.push(chunk);
  answer.guard.release();
  const body = withoutEcho(answer, await unpacked(answer, Buffer.concat(parts)));
  const text = (): string => Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  return {
    ...headOf(answer),
    body,
    text,
    json() {
      try {
        const value = JSON.parse(text()) as unknown;
        return isAskedFor(answer) ? value : withoutSecretsInside(value, answer.secrets);
      } catch {
        // The parser's error quotes the body, which may hold a token; so it is not kept as the cause.
        throw notJsonFailure(answer.name, answer.headers['content-type']);
      }
    },
  };
}

/** A page that was asked for is data, and stays as it is; everything else is only ever quoted. */
function isAskedFor({ method, status }: Answer): boolean {
  return method === 'GET' && status === 200;
}

function withoutEcho(answer: Answer, body: Uint8Array): Uint8Array {
  const { secrets } = answer;
  if (secrets.length === 0 || isAskedFor(answer)) return body;
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  return secrets.some((secret) => text.includes(secret)) ? Buffer.from(withoutSecrets(text, secrets), 'utf8') : body;
}

/** Undoes the packing of an answer, within its size limit. */
async function unpacked(answer: Answer, body: Uint8Array): Promise<Uint8Array> {
  const encoding = answer.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '' || body.byteLength === 0) return body;
  if (encoding !== 'gzip' && encoding !== 'x-gzip') throw packedFailure(answer.name);
  try {
    return await promisify(gunzip)(body, { maxOutputLength: answer.maxBytes });
  } catch (error) {
    const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw isTooLarge ? sizeFailure(answer.name, answer.maxBytes) : packedFailure(answer.name);
  }
}

/** Hands out the body while it arrives. The attempt's deadline ends here; from now on only a stall ends it. */
export async function streamResponse(answer: Answer): Promise<HttpStreamResponse> {
  answer.guard.expectWithin(answer.stallMs);
  return { ...headOf(answer), chunks: arrivingChunks(answer) };
}

async function* arrivingChunks(answer: Answer): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of boundedChunks(answer)) {
      // The reader's own time does not count: the clock stands still while it works.
      answer.guard.expectWithin(0);
      yield chunk;
      answer.guard.expectWithin(answer.stallMs);
    }
  } catch (error) {
    throw answer.failureOf(error);
  } finally {
    answer.discard();
  }
}

async function* boundedChunks(answer: Answer): AsyncGenerator<Uint8Array> {
  if (answer.method !== 'HEAD' && Number(answer.headers['content-length'] ?? 0) > answer.maxBytes) {
    answer.discard();
    throw sizeFailure(answer.name, answer.maxBytes);
  }
  let received = 0;
  for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
    received += chunk.byteLength;
    if (received > answer.maxBytes) throw sizeFailure(answer.name, answer.maxBytes);
    yield chunk;
  }
}

/** Header names in lower case, repeated ones joined by `, `. */
export function flatHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Readonly<Record<string, string>> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

function headOf(answer: Answer): Pick<HttpResponse, 'status' | 'statusText' | 'headers' | 'url'> {
  const { status, url, secrets } = answer;
  const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, withoutSecrets(value, secrets)]));
  return { status, statusText: withoutSecrets(answer.statusText, secrets), headers, url };
}
