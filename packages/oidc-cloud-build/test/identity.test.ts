import type { HttpClient, HttpRequest } from '@ropewalk/core';
import { createHttpClient } from '@ropewalk/http';
import { startLocalCi, type LocalCi } from '@ropewalk/local-ci';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cloudBuildIdentity, isOnGoogleCloud } from '../src/index.ts';
import { errorOf, everythingVisible } from './leaks.ts';

const nowhere = '/no/such/file';
let ci: LocalCi;
let http: HttpClient;
let folder: string;

beforeAll(async () => {
  ci = await startLocalCi();
  http = createHttpClient({ loopbackOnly: true });
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-dmi-'));
});

afterAll(async () => {
  await ci.close();
  await http.close();
  await rm(folder, { recursive: true });
});

function recording(): { readonly http: HttpClient; readonly requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  const request = (asked: HttpRequest): ReturnType<HttpClient['request']> => {
    requests.push(asked);
    return http.request({ ...asked, retries: 0 });
  };
  return { http: { ...http, request }, requests };
}

describe('finding the identity', () => {
  test.each([
    ['Google', true],
    ['Google Compute Engine\n', true],
    ['Standard PC (Q35 + ICH9, 2009)', false],
    ['Google Pixel', false],
  ])('the machine %j is on Google Cloud: %s', async (name, isThere) => {
    const productNameFile = join(folder, 'product_name');
    await writeFile(productNameFile, name);

    expect(await isOnGoogleCloud({ env: {}, productNameFile })).toBe(isThere);
  });

  test.each(['GCE_METADATA_HOST', 'K_SERVICE', 'CLOUD_RUN_JOB'])('a process with %s is on Google Cloud', async (name) => {
    expect(await isOnGoogleCloud({ env: { [name]: 'x' }, productNameFile: nowhere })).toBe(true);
  });

  test('elsewhere answers nothing, without asking the network', async () => {
    const { http: client, requests } = recording();

    expect(await cloudBuildIdentity({ http: client, allowed: true, env: {}, productNameFile: nowhere }).detect()).toBeUndefined();
    expect(requests).toStrictEqual([]);
  });

  test('passes an account over that nobody allowed', async () => {
    const { env } = await ci.google();

    expect(await cloudBuildIdentity({ http, env }).detect()).toBeUndefined();
  });

  test('spends no token', async () => {
    const { http: client, requests } = recording();
    const { env } = await ci.google({ actAs: 'other@p.iam.gserviceaccount.com' });

    await cloudBuildIdentity({ http: client, env, allowed: true }).detect();

    expect(requests).toStrictEqual([]);
  });
});

describe('asking for a token', () => {
  test('gets both audiences from the metadata server, with the e-mail address', async () => {
    const { env } = await ci.google({ claims: { email: 'a@p.iam.gserviceaccount.com' } });
    const identity = await cloudBuildIdentity({ http, env, allowed: true }).detect();

    const tokens = [await identity?.requestToken('sigstore'), await identity?.requestToken('pypi')];

    expect(tokens.map((token) => [token?.audience, token?.claims['email'], token?.claims['email_verified']])).toStrictEqual([
      ['sigstore', 'a@p.iam.gserviceaccount.com', true],
      ['pypi', 'a@p.iam.gserviceaccount.com', true],
    ]);
  });

  test('acts as another account where it is named, which is consent', async () => {
    const { env } = await ci.google({ actAs: 'other@p.iam.gserviceaccount.com' });
    const identity = await cloudBuildIdentity({ http, env }).detect();

    const token = await identity?.requestToken('pypi');

    expect(token?.claims).toMatchObject({ email: 'other@p.iam.gserviceaccount.com', email_verified: true });
  });

  test('names the role that is missing to act as another account', async () => {
    const { env } = await ci.google();
    const identity = await cloudBuildIdentity({ http, env: { ...env, GOOGLE_SERVICE_ACCOUNT_NAME: 'other@p.iam.gserviceaccount.com' } }).detect();

    expect(await errorOf(identity?.requestToken('pypi') ?? Promise.resolve())).toMatchObject({
      code: 'IDENTITY_REQUEST_FAILED',
      remedy: expect.stringContaining('roles/iam.serviceAccountOpenIdTokenCreator'),
    });
  });

  test.each(['', 'x/../../y', 'a b', 'a?b'])('refuses to put %j into an address', async (account) => {
    const { http: client, requests } = recording();
    const { env } = await ci.google();
    const identity = await cloudBuildIdentity({ http: client, allowed: true, env: { ...env, GOOGLE_SERVICE_ACCOUNT_NAME: account } }).detect();

    const answer = identity?.requestToken('pypi') ?? Promise.resolve();

    if (account === '') expect(await answer).toMatchObject({ audience: 'pypi' });
    else {
      expect(await errorOf(answer)).toMatchObject({ code: 'IDENTITY_REQUEST_FAILED' });
      expect(requests).toStrictEqual([]);
    }
  });
});

describe('something else that answers under the name of the metadata server', () => {
  const secret = 'ya29.secret-that-must-not-be-seen';

  async function asking(headers: Readonly<Record<string, string>>, status: number, body: string, env: Readonly<Record<string, string>> = {}): Promise<unknown> {
    const server = createServer((_request, response) => response.writeHead(status, headers).end(body));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const place = { GCE_METADATA_HOST: `127.0.0.1:${port}`, CLOUDSDK_API_ENDPOINT_OVERRIDES_IAMCREDENTIALS: `http://127.0.0.1:${port}/`, ...env };
    const identity = await cloudBuildIdentity({ http: recording().http, allowed: true, env: place }).detect();
    try {
      return await errorOf(identity?.requestToken('pypi') ?? Promise.resolve());
    } finally {
      server.close();
    }
  }

  test('is not believed without the header', async () => {
    const error = await asking({}, 200, `${secret}.${secret}.${secret}`);

    expect(error).toMatchObject({ code: 'IDENTITY_REQUEST_FAILED', message: expect.stringContaining("not as Google's metadata server") });
    expect(everythingVisible(error)).not.toContain(secret);
  });

  test.each([
    [404, '', 'IDENTITY_REQUEST_FAILED'],
    [500, secret, 'IDENTITY_REQUEST_FAILED'],
    [200, secret, 'IDENTITY_TOKEN_MALFORMED'],
  ])('that answers %i %s fails with %s and keeps the secret', async (status, body, code) => {
    const error = await asking({ 'metadata-flavor': 'Google' }, status, body);

    expect(error).toMatchObject({ code });
    expect(everythingVisible(error)).not.toContain(secret);
  });

  test('keeps the access token out of the error when the identity token does not come', async () => {
    const error = await asking({ 'metadata-flavor': 'Google' }, 200, JSON.stringify({ access_token: secret }), { GOOGLE_SERVICE_ACCOUNT_NAME: 'a@b.com' });

    expect(error).toMatchObject({ code: 'IDENTITY_REQUEST_FAILED' });
    expect(everythingVisible(error)).not.toContain(secret);
  });
});
