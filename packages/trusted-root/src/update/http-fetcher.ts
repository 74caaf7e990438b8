// oxlint-disable-next-line typescript/triple-slash-reference -- the tests compile this file without the rest of src
/// <reference path="./retry.d.ts" />
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HttpClient } from '@ropewalk/core';
import type { Fetcher } from 'tuf-js';
// tuf-js tells "there is no newer root" by this class alone, and its index does not export it.
import { DownloadHTTPError } from 'tuf-js/dist/error.js';

/** A fetcher for tuf-js, and what went wrong on the wire: tuf-js keeps only the text of some errors. */
export interface HttpFetcher extends Fetcher {
  /** The last request that brought no usable answer, unless that is an answer in itself (no newer root). */
  readonly failure: () => unknown;
}

/** Lets tuf-js fetch through our {@link HttpClient}: one dispatcher, proxy and timeout policy for all traffic. */
export function httpFetcher(http: HttpClient, options: { readonly folder: string; readonly signal?: AbortSignal | undefined }): HttpFetcher {
  let failure: unknown;

  const download = async (address: string, maxLength: number): Promise<Buffer> => {
    const url = new URL(address);
    try {
      const { status, body } = await http.request({
        url,
        maxBytes: maxLength,
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      });
      if (status === 200) return Buffer.from(body);
      throw new DownloadHTTPError(`${url.host} answered ${status}.`, status);
    } catch (error) {
      if (!isAbsentRoot(url, error)) failure = error;
      throw error;
    }
  };

  return {
    failure: () => failure,
    downloadBytes: download,
    async downloadFile(address, maxLength, handler) {
      const folder = await mkdtemp(join(options.folder, 'download-'));
      const file = join(folder, 'file');
      try {
        await writeFile(file, await download(address, maxLength));
        return await handler(file);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

function isAbsentRoot(url: URL, error: unknown): boolean {
  return error instanceof DownloadHTTPError && [403, 404].includes(error.statusCode) && /\/\d+\.root\.json$/.test(url.pathname);
}
