import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RecordedPart, RecordedRequest } from './recorded-request.ts';

/** A server that writes down what is uploaded to it and answers 200. */
export interface Recorder {
  readonly repositoryUrl: URL;
  /** In the order of arrival. */
  readonly requests: readonly RecordedRequest[];
  close(): void;
}

/** Starts a recorder on loopback. */
export async function startRecorder(): Promise<Recorder> {
  const requests: RecordedRequest[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const headers = new Map(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      requests.push({ requestLine: `${request.method} ${request.url} HTTP/${request.httpVersion}`, headers, parts: partsOf(Buffer.concat(pieces), headers) });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    repositoryUrl: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/legacy/`),
    requests,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

// Strict on purpose: a boundary or line break in the wrong place makes it fail.
function partsOf(body: Buffer, headers: ReadonlyMap<string, string>): readonly RecordedPart[] {
  if (Number(headers.get('content-length')) !== body.length) throw new Error('The stated length is not the one sent.');
  const boundary = /^multipart\/form-data; boundary=(\S+)$/.exec(headers.get('content-type') ?? '')?.[1];
  if (boundary === undefined) throw new Error('No boundary.');
  const text = body.toString('latin1');
  if (!text.startsWith(`--${boundary}\r\n`) || !text.endsWith(`\r\n--${boundary}--\r\n`)) throw new Error('The form does not begin or end with its boundary.');
  const inside = text.slice(boundary.length + 4, text.length - boundary.length - 8);
  return inside.split(`\r\n--${boundary}\r\n`).map((part) => {
    const headEnd = part.indexOf('\r\n\r\n');
    const head = part.slice(0, headEnd);
    const bytes = Buffer.from(part.slice(headEnd + 4), 'latin1');
    const [, name = '', , filename] = /^Content-Disposition: form-data; name="([^"]*)"(; filename="([^"]*)")?/.exec(head) ?? [];
    const contentType = /\r\nContent-Type: (.*)$/.exec(head)?.[1];
    const digest = `${bytes.length} bytes, sha256 ${createHash('sha256').update(bytes).digest('hex')}`;
    return {
      name,
      ...(filename === undefined ? {} : { filename }),
      ...(contentType === undefined ? {} : { contentType }),
      value: filename === undefined ? bytes.toString('utf8') : digest,
    };
  });
}
