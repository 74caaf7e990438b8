import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fixedCredential } from '@ropewalk/credentials';
import { readDistribution, type DistributionSource } from '@ropewalk/distribution';
import { createHttpClient } from '@ropewalk/http';
import { upload, uploadFileOf } from '@ropewalk/uploader';
import type { RecordedPart, RecordedRequest } from './recorded-request.ts';

/** Uploads a distribution with our uploader to a server that writes down what it gets. */
export async function recordOurs(source: DistributionSource, attestations: readonly string[]): Promise<RecordedRequest> {
  const received: RecordedRequest[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const headers = new Map(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      received.push({ requestLine: `${request.method} ${request.url} HTTP/${request.httpVersion}`, headers, parts: partsOf(Buffer.concat(pieces), headers) });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const repositoryUrl = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/legacy/`);
  const http = createHttpClient({ env: {}, userAgent: 'ropewalk/1.0.0' });
  try {
    const file = uploadFileOf(await readDistribution(source), { attestations, ...(typeof source === 'string' ? {} : { bytes: source.bytes }) });
    const credential = fixedCredential({ source: 'the test', kind: 'password', username: 'x', origin: repositoryUrl.origin }, 'y');
    for await (const event of upload({ files: [file], repositoryUrl, credential, http })) void event;
  } finally {
    await http.close();
    server.close();
  }
  const [request] = received;
  if (request === undefined) throw new Error('Nothing was sent.');
  return request;
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
