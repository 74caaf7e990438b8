import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { UploadFile } from '../src/index.ts';

/** One upload as the server received it. */
export interface ReceivedUpload {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly filename: string;
}

/** A real server on loopback that lives as long as the test. */
export interface UploadServer {
  readonly url: URL;
  readonly received: readonly ReceivedUpload[];
}

/** Starts a server that reads each upload whole and answers by `answer`. */
export async function startUploadServer(
  answer: (upload: ReceivedUpload, response: ServerResponse, count: number) => void,
): Promise<UploadServer> {
  const received: ReceivedUpload[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const filename = /filename="([^"]*)"/.exec(body.toString('latin1'))?.[1] ?? '';
      const upload = { path: request.url ?? '', headers: request.headers, body, filename };
      received.push(upload);
      answer(upload, response, received.length);
    }, () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: new URL(`http://127.0.0.1:${port}/legacy/`), received };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** A file of a made-up release. */
export function fileOf(filename: string, content: string | Uint8Array = filename, place: Partial<UploadFile> = {}): UploadFile {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return {
    filename,
    project: 'demo',
    version: '1.0',
    sizeBytes: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    fields: [['name', 'demo'], ['version', '1.0'], [':action', 'file_upload']],
    content: bytes,
    ...place,
  };
}

/** A promise that is fulfilled from outside. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
