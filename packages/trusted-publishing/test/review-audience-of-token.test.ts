import { expect, test } from 'vitest';
import { createUploadTokenSource } from '../src/index.ts';
import { fakeIdentity } from './fake-identity.ts';

test('an identity token for another audience than the one asked for is sent nowhere', async () => {
  const other = fakeIdentity();
  const posted: string[] = [];
  const source = createUploadTokenSource({
    identity: { provider: 'mine', requestToken: () => other.requestToken('sigstore') },
    uploadUrl: new URL('https://index.example/legacy/'),
    endpoints: { mint: new URL('https://index.example/mint') },
    audience: 'index.example',
    http: {
      async request({ url, body }) {
        posted.push(`${url.href} ${typeof body === 'string' ? body : ''}`);
        throw new TypeError('Nothing may be sent.');
      },
      async stream() {
        throw new TypeError('Nothing may be sent.');
      },
      async close() {},
    },
  });

  await expect(source.token()).rejects.toMatchObject({ code: 'IDENTITY_TOKEN_MISMATCH' });
  expect(posted).toStrictEqual([]);
});
