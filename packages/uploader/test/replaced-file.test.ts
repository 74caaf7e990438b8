import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { resultOf } from '@ropewalk/core';
import { createHttpClient } from '@ropewalk/http';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { upload, type UploadOutcome } from '../src/index.ts';
import { fileOf, startUploadServer } from './upload-server.ts';

const http = createHttpClient({ env: {} });
afterAll(() => http.close());

const small = Buffer.alloc(1000, 1);
const large = Buffer.alloc(3 * 1024 * 1024, 1);

/** Uploads a file whose place holds something else by now. */
async function uploadOf(content: Buffer, put: (place: string) => Promise<unknown>): Promise<UploadOutcome | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'replaced-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await put(join(folder, 'demo-1.0.tar.gz'));
  const server = await startUploadServer((_upload, response) => void response.end());
  const file = fileOf('demo-1.0.tar.gz', content, { content: join(folder, 'demo-1.0.tar.gz') });
  const { files } = await resultOf(upload({ http, files: [file], repositoryUrl: server.url }));
  expect(server.received).toEqual([]);
  return files[0]?.outcome;
}

describe.skipIf(process.platform === 'win32').each([
  ['small', small],
  ['large', large],
])('a %s file', (_size, content) => {
  test('in whose place a named pipe lies ends at once, and the process with it', async () => {
    expect(await uploadOf(content, (place) => promisify(execFile)('mkfifo', [place]))).toMatchObject({ status: 'failed', error: { code: 'FILE_CHANGED' } });
  });

  test('in whose place a folder lies cannot be read', async () => {
    expect(await uploadOf(content, (place) => mkdir(place))).toMatchObject({ status: 'failed', error: { code: 'FILE_UNREADABLE' } });
  });

  test('in whose place a link leads to what never ends is another', async () => {
    expect(await uploadOf(content, (place) => symlink('/dev/zero', place))).toMatchObject({ status: 'failed', error: { code: 'FILE_CHANGED' } });
  });

  test('in whose place a link leads in a circle cannot be read', async () => {
    expect(await uploadOf(content, (place) => symlink(place, place))).toMatchObject({ status: 'failed', error: { code: 'FILE_UNREADABLE' } });
  });
});
