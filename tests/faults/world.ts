import { resultOf, type HttpClient } from '@ropewalk/core';
import { resolveCredential } from '@ropewalk/credentials';
import { readDistribution } from '@ropewalk/distribution';
import { createHttpClient } from '@ropewalk/http';
import { createFileLookup, createIndexClient } from '@ropewalk/index-client';
import { startLocalIndex, type IndexProfile, type LocalIndex } from '@ropewalk/local-index';
import { upload, uploadFileOf, type UploadedFile, type UploadFile, type UploadRequest } from '@ropewalk/uploader';
import { startFaultProxy, type Fault, type FaultProxy, type SeenRequest } from './fault-proxy.ts';
import type { ReleaseFile } from './release.ts';

/** An index, a proxy before it, and a client that knows only the proxy. */
export interface FaultyWorld {
  readonly index: LocalIndex;
  readonly proxy: FaultProxy;
  readonly http: HttpClient;
  /** Uploads files by way of the proxy, with short patience and no pauses. */
  upload(files: readonly UploadFile[], options?: Partial<UploadRequest>): Promise<readonly UploadedFile[]>;
  close(): Promise<void>;
}

/** Starts a world. `faultFor` says what goes wrong, `profile` which index it is (default PyPI). */
export async function startFaultyWorld(faultFor: (request: SeenRequest) => Fault | undefined, profile?: IndexProfile): Promise<FaultyWorld> {
  const http = createHttpClient({ loopbackOnly: true, sleep: async () => undefined });
  const index = await startLocalIndex({ http, issuers: new Map(), verifyAttestation: async () => undefined, ...(profile === undefined ? {} : { profile }) });
  const proxy = await startFaultProxy(index.url, faultFor);
  const token = index.createToken();
  return {
    index,
    proxy,
    http,
    async upload(files, options = {}) {
      const repositoryUrl = new URL(index.uploadUrl.pathname, proxy.url);
      const lookUp = createFileLookup(createIndexClient({ http, simpleUrl: new URL(index.simpleUrl.pathname, proxy.url) }));
      const credential = await resolveCredential({ repositoryUrl, token, env: {} });
      const result = await resultOf(
        upload({ files, repositoryUrl, credential, http, lookUp, sleep: async () => undefined, patience: { stallMs: 300, answerMs: 1000 }, ...options }),
      );
      return result.files;
    },
    async close() {
      await proxy.close();
      await index.close();
      await http.close();
    },
  };
}

/** Reads a release's files as they are uploaded. */
export async function readRelease(release: readonly ReleaseFile[]): Promise<readonly UploadFile[]> {
  return Promise.all(release.map(async (file) => uploadFileOf(await readDistribution(file), { bytes: file.bytes })));
}
