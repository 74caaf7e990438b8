import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resultOf } from '@ropewalk/core';
import { createHttpClient } from '@ropewalk/http';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { upload, type UploadEvent, type UploadRequest } from '../src/index.ts';
import { fileOf } from './upload-server.ts';

const http = createHttpClient({ env: {} });
afterAll(() => http.close());

// More than the buffers of the network hold.
const file = fileOf('demo-1.0-py3-none-any.whl', Buffer.alloc(32 * 1024 * 1024, 1));

/** A server that answers when it has the head of a request. */
async function startHastyServer(answer: (request: IncomingMessage, response: ServerResponse, count: number) => void): Promise<{ readonly url: URL; requests(): number }> {
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    answer(request, response, count);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/legacy/`), requests: () => count };
}

async function eventsOf(request: Omit<UploadRequest, 'http' | 'files'>): Promise<readonly UploadEvent[]> {
  const events: UploadEvent[] = [];
  for await (const event of upload({ http, files: [file], sleep: async () => undefined, ...request })) events.push(event);
  return events;
}

describe('a yes that comes before the whole file was sent', () => {
  test('is not believed: the file is sent again', async () => {
    const server = await startHastyServer((request, response, count) => {
      if (count === 1) response.end();
      else request.resume().on('end', () => response.end());
    });

    const events = await eventsOf({ repositoryUrl: server.url });

    expect(events.at(-1)).toMatchObject({ result: { files: [{ outcome: { status: 'uploaded', confirmedBy: 'answer', attempts: 2 } }] } });
    expect(events.filter(({ type }) => type === 'upload-wait')).toHaveLength(1);
  });

  test('again and again is a failure that says so', async () => {
    const server = await startHastyServer((_request, response) => void response.end());

    const { files } = await resultOf(upload({ http, files: [file], sleep: async () => undefined, repositoryUrl: server.url, retries: { attempts: 2 } }));

    expect(files[0]?.outcome).toMatchObject({ status: 'failed', error: { code: 'UPLOAD_UNAVAILABLE', message: expect.stringContaining('before it had the whole file') as string } });
    expect(server.requests()).toBe(2);
  });

  test('is settled by asking the index for the digest', async () => {
    const server = await startHastyServer((_request, response) => void response.end());
    let asked = 0;
    const lookUp = async (): Promise<{ sha256: string } | undefined> => {
      asked += 1;
      return asked === 1 ? undefined : { sha256: file.sha256 };
    };

    const events = await eventsOf({ repositoryUrl: server.url, lookUp });

    expect(events.at(-1)).toMatchObject({ result: { files: [{ outcome: { status: 'uploaded', confirmedBy: 'index' } }] } });
    expect(server.requests()).toBe(1);
  });

  test('does not hide that the file is another than the one that was signed', async () => {
    const server = await startHastyServer((request, response, count) => {
      if (count === 1) response.end();
      else request.resume().on('end', () => response.end());
    });
    const changed = { ...file, sha256: '0'.repeat(64) };

    const { files } = await resultOf(upload({ http, files: [changed], sleep: async () => undefined, repositoryUrl: server.url }));

    expect(files[0]?.outcome).toMatchObject({ status: 'failed', error: { code: 'FILE_CHANGED' } });
  });
});

test.each([403, 413, 200])('a %i that comes early leaves nothing behind: no clock runs on, and nothing is told after the end', async (status) => {
  const server = await startHastyServer((_request, response) => void response.writeHead(status).end());
  const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

  const events = await eventsOf({ repositoryUrl: server.url, retries: { attempts: 1 } });
  const untilEnd = events.findIndex(({ type }) => type === 'upload-end');
  await new Promise((resolve) => setImmediate(resolve));

  expect(events.slice(untilEnd).map(({ type }) => type)).toEqual(['upload-end', 'uploads-end']);
  expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length).toBeLessThanOrEqual(before);
});
