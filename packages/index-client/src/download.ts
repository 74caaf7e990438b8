import { createHash } from 'node:crypto';
import type { HttpStreamResponse } from '@ropewalk/core';
import { IndexError } from './index-error.ts';
import type { IndexFile } from './index-project.ts';
import { forbidUnsafeLink } from './links.ts';
import { askWithLogin } from './login.ts';
import { refusal, type IndexReader } from './read-index.ts';

/** How a file is downloaded. */
export interface DownloadOptions {
  /** The largest file accepted, in bytes. Default 2 GiB. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

const maxRedirects = 5;

/** Hands out a file's bytes while they arrive and compares their digest and number with the index's at the end. */
export async function* downloadFile(reader: IndexReader, file: IndexFile, options: DownloadOptions = {}): AsyncGenerator<Uint8Array> {
  const response = await openFile(reader, file, options);
  const hash = createHash('sha256');
  let received = 0;
  for await (const chunk of response.chunks) {
    hash.update(chunk);
    received += chunk.byteLength;
    yield chunk;
  }
  const sha256 = hash.digest('hex');
  if (file.sha256 !== undefined && sha256 !== file.sha256) throw differs(file, `its sha256 is ${sha256}, the index lists ${file.sha256}`);
  if (file.size !== undefined && received !== file.size) throw differs(file, `it has ${received} bytes, the index lists ${file.size}`);
}

// Indexes often send on to object storage; each step is held to the rules for links, and none gets the login
// but the index's own origin.
async function openFile(reader: IndexReader, file: IndexFile, options: DownloadOptions): Promise<HttpStreamResponse> {
  let url = file.url;
  for (let step = 0; step <= maxRedirects; step += 1) {
    forbidUnsafeLink(url, reader.simpleUrl);
    const response = await openAt(reader, url, options);
    if (response.status === 200) return response;
    const target = response.status >= 300 && response.status < 400 ? URL.parse(response.headers['location'] ?? '', url.href) : null;
    if (target === null) throw missing(reader, file, response);
    url = target;
  }
  throw new IndexError({
    code: 'INDEX_REDIRECTED',
    message: `${file.filename}: more than ${maxRedirects} redirects, the last to ${url.host}.`,
    remedy: 'Tell the owner of the index.',
  });
}

async function openAt(reader: IndexReader, url: URL, { maxBytes, signal }: DownloadOptions): Promise<HttpStreamResponse> {
  return askWithLogin(reader.login, { url, signal }, async (headers) => {
    const response = await reader.http.stream({ url, headers, maxBytes: maxBytes ?? 2 * 1024 ** 3, ...(signal === undefined ? {} : { signal }) });
    if (response.status !== 200) await discard(response);
    return response;
  });
}

async function discard(response: HttpStreamResponse): Promise<void> {
  // Beginning and leaving at once closes the connection.
  for await (const _chunk of response.chunks) break;
}

function missing(reader: IndexReader, file: IndexFile, response: HttpStreamResponse): IndexError {
  if (response.status !== 404 && response.status !== 410) return refusal(response, reader.login);
  return new IndexError({
    code: 'INDEX_FILE_MISSING',
    message: `${file.filename} is listed, but not at ${response.url.host}.`,
    remedy: 'Try again in some minutes; if it stays so, tell the owner of the index.',
  });
}

function differs(file: IndexFile, reason: string): IndexError {
  return new IndexError({
    code: 'INDEX_FILE_DIFFERS',
    message: `${file.filename} from ${file.url.host} is not the listed file: ${reason}.`,
    remedy: 'Do not use the file. Download it again; if it stays so, tell the owner of the index.',
  });
}
