import { expect, test } from 'vitest';
import type { HttpClient } from '@ropewalk/core';
import { createUploadTokenSource } from '../src/index.ts';
import { fakeIdentity } from './fake-identity.ts';
import { scriptedHttp } from './scripted-http.ts';

const uploadUrl = new URL('https://upload.pypi.org/legacy/');
const script = {
  'GET upload.pypi.org/_/oidc/audience': { json: { audience: 'pypi' } },
  'POST upload.pypi.org/_/oidc/mint-token': { json: { token: 'a-token' } },
};

/** Holds the first request to a path until it is aborted. */
function holding(http: HttpClient, path: string): { readonly http: HttpClient; readonly held: Promise<void> } {
  let isFirst = true;
  let began: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    began = resolve;
  });
  return {
    held,
    http: {
      ...http,
      request(request) {
        if (request.url.pathname !== path || !isFirst) return http.request(request);
        isFirst = false;
        began();
        return new Promise((_resolve, reject) => request.signal?.addEventListener('abort', () => reject(request.signal?.reason as Error)));
      },
    },
  };
}

test.each(['/_/oidc/audience', '/_/oidc/mint-token'])('who aborts while %s is asked ends it for itself, not for another who waits for the same', async (path) => {
  const { http, held } = holding(scriptedHttp(script).http, path);
  const identity = fakeIdentity();
  const source = createUploadTokenSource({ identity, uploadUrl, http });
  const controller = new AbortController();

  const ours = source.token({ signal: controller.signal });
  await held;
  const theirs = source.token({ signal: new AbortController().signal });
  controller.abort(new Error('interrupted'));

  await expect(ours).rejects.toThrow('interrupted');
  expect((await theirs).reveal()).toBe('a-token');
  expect(new Set(identity.tokens).size).toBe(identity.tokens.length);
});
