import { expect, test } from 'vitest';
import { createUploadTokenSource } from '../src/index.ts';
import { fakeIdentity } from './fake-identity.ts';
import { scriptedHttp } from './scripted-http.ts';

// Another port of a host may be somebody else's. Its index must neither get tokens for the one at the usual port, nor have one made there.
const uploadUrl = new URL('https://index.example.com:8443/legacy/');

test('an index has no upload token made by the index at another port of its host: it would get that one', async () => {
  const identity = fakeIdentity();
  const { http, requests } = scriptedHttp({
    'GET index.example.com:8443/.well-known/pytp': {
      json: { 'audience-endpoint': 'https://index.example.com/_/oidc/audience', 'token-mint-endpoint': 'https://index.example.com/_/oidc/mint-token' },
      type: 'application/vnd.pypi.pytp.v1+json',
    },
    'GET index.example.com/_/oidc/audience': { json: { audience: 'index.example.com' } },
    'POST index.example.com/_/oidc/mint-token': { json: { token: 'an-upload-token-of-another' } },
  });

  await expect(createUploadTokenSource({ identity, uploadUrl, http }).token()).rejects.toMatchObject({ code: 'ENDPOINTS_REFUSED' });

  expect(identity.audiences).toEqual([]);
  expect(requests.map(({ url }) => url.host)).toEqual(['index.example.com:8443']);
});

test.each(['index.example.com', 'https://index.example.com', 'https://index.example.com:443/legacy/'])('an index gets no identity token for the one at another port of its host: %s', async (audience) => {
  const identity = fakeIdentity();
  const { http } = scriptedHttp({ 'GET index.example.com:8443/_/oidc/audience': { json: { audience } } });

  await expect(createUploadTokenSource({ identity, uploadUrl, http }).token()).rejects.toMatchObject({ code: 'AUDIENCE_REFUSED' });

  expect(identity.audiences).toEqual([]);
});

test.each(['index.example.com:8443', 'https://index.example.com:8443'])('an index at another port may name itself: %s', async (audience) => {
  const identity = fakeIdentity();
  const { http } = scriptedHttp({
    'GET index.example.com:8443/_/oidc/audience': { json: { audience } },
    'POST index.example.com:8443/_/oidc/mint-token': { json: { token: 'its-own' } },
  });

  expect((await createUploadTokenSource({ identity, uploadUrl, http }).token()).reveal()).toBe('its-own');
  expect(identity.audiences).toEqual([audience]);
});
