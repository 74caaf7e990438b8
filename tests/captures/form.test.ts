import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Busboy } from '@fastify/busboy';
import { createHttpClient } from '@ropewalk/http';
import { upload, type UploadFile } from '@ropewalk/uploader';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

interface ReceivedForm {
  readonly fields: (readonly [name: string, value: string])[];
  readonly files: { readonly name: string; readonly filename: string; readonly type: string; readonly bytes: Buffer }[];
}

const received: ReceivedForm[] = [];
const http = createHttpClient({ loopbackOnly: true });
const server = createServer((request, response) => {
  void readForm(request).then((form) => {
    received.push(form);
    response.end();
  }, () => response.writeHead(400).end('This is no form.'));
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(async () => {
  await http.close();
  server.close();
});

/** Reads a form with a parser that is not ours. */
async function readForm(request: IncomingMessage): Promise<ReceivedForm> {
  const form: ReceivedForm = { fields: [], files: [] };
  const parser = new Busboy({ headers: { ...request.headers, 'content-type': request.headers['content-type'] ?? '' }, limits: { fieldSize: 10_000_000 } });
  const pending: Promise<unknown>[] = [];
  parser.on('field', (name, value) => form.fields.push([name, value]));
  parser.on('file', (name, stream, filename, _encoding, type) => {
    const pieces: Buffer[] = [];
    stream.on('data', (piece: Buffer) => pieces.push(piece));
    pending.push(new Promise<void>((resolve) => stream.on('end', () => {
      form.files.push({ name, filename, type, bytes: Buffer.concat(pieces) });
      resolve();
    })));
  });
  await new Promise<void>((resolve, reject) => {
    parser.on('finish', resolve).on('error', reject);
    request.pipe(parser);
  });
  await Promise.all(pending);
  return form;
}

test('whatever is in the fields and the file, another parser reads it back unchanged', async () => {
  const name = fc.stringMatching(/^[a-z:][a-z0-9_]{0,20}$/);
  // A lone surrogate has no UTF-8.
  const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom('\r', '\n', '-', '"', '\u0000', ' ', 'ü', '✓', 'Content-Disposition: form-data') })).filter((text) => !/\p{Cs}/u.test(text));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(name, value), { maxLength: 12 }), fc.uint8Array({ maxLength: 5000 }), async (fields, bytes) => {
      const file: UploadFile = {
        filename: 'demo-1.0.tar.gz',
        project: 'demo',
        version: '1.0',
        sizeBytes: bytes.byteLength,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        fields,
        content: bytes,
      };
      received.length = 0;

      const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/legacy/`);
      for await (const event of upload({ http, files: [file], repositoryUrl: url, retries: { attempts: 1 } })) {
        if (event.type === 'uploads-end') expect(event.result.files[0]?.outcome.status).toBe('uploaded');
      }

      expect(received[0]?.fields).toEqual(fields);
      expect(received[0]?.files.map((one) => [one.name, one.filename, one.type, one.bytes.toString('hex')])).toEqual([['content', 'demo-1.0.tar.gz', 'application/octet-stream', Buffer.from(bytes).toString('hex')]]);
    }),
    { numRuns: 150 },
  );
});
