import { createHttpClient } from '@ropewalk/http';
import { startLocalCi, type LocalCi } from '@ropewalk/local-ci';
import type { HttpClient, HttpRequest } from '@ropewalk/core';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { githubIdentity } from '../src/index.ts';
import { errorOf, everythingVisible } from './leaks.ts';

let ci: LocalCi;
let http: HttpClient;

beforeAll(async () => {
  ci = await startLocalCi();
  http = createHttpClient({ loopbackOnly: true });
});

afterAll(async () => {
  await ci.close();
  await http.close();
});

/** A client that notes what it was asked. */
function recording(): { readonly http: HttpClient; readonly requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  const request = (asked: HttpRequest): ReturnType<HttpClient['request']> => {
    requests.push(asked);
    return http.request(asked);
  };
  return { http: { ...http, request }, requests };
}

describe('finding the identity', () => {
  test('answers nothing outside GitHub Actions', async () => {
    expect(await githubIdentity({ http, env: {} }).detect()).toBeUndefined();
  });

  test.each(['GITEA_ACTIONS', 'FORGEJO_ACTIONS'])('answers nothing where %s only looks like GitHub Actions', async (name) => {
    expect(await githubIdentity({ http, env: { GITHUB_ACTIONS: 'true', [name]: 'true' } }).detect()).toBeUndefined();
    expect(await githubIdentity({ http, env: { ...ci.github().env, [name]: 'true' } }).detect()).toMatchObject({ provider: 'github' });
  });

  test('spends no token', async () => {
    const { http: client, requests } = recording();

    await githubIdentity({ http: client, env: ci.github().env }).detect();

    expect(requests).toStrictEqual([]);
  });

  test('names the missing permission when the job may not ask for a token', async () => {
    const { ACTIONS_ID_TOKEN_REQUEST_TOKEN: _, ...env } = ci.github().env;

    const error = await errorOf(githubIdentity({ http, env }).detect());

    expect(error).toMatchObject({ code: 'IDENTITY_PERMISSION_MISSING', remedy: expect.stringContaining('id-token: write') });
  });

  test('refuses a run of pull_request_target, although it could get tokens', async () => {
    const { env } = ci.github({ event_name: 'pull_request_target' });

    expect(await errorOf(githubIdentity({ http, env }).detect())).toMatchObject({ code: 'IDENTITY_UNUSABLE', message: expect.stringContaining('pull_request_target') });
  });
});

describe('a pull request', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ropewalk-event-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function detectFor(payload: string): Promise<unknown> {
    const event = join(folder, 'event.json');
    await writeFile(event, payload);
    return await errorOf(githubIdentity({ http, env: { GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: event } }).detect());
  }

  test('from a fork is named as such', async () => {
    const error = await detectFor(JSON.stringify({ pull_request: { head: { repo: { fork: true } } } }));

    expect(error).toMatchObject({ code: 'IDENTITY_UNUSABLE', message: expect.stringContaining('fork') });
  });

  test.each(['{"pull_request":{"head":{"repo":{"fork":false}}}}', '{"pull_request":null}', '[]', 'not JSON'])(
    'whose event is %s only lacks the permission',
    async (payload) => {
      expect(await detectFor(payload)).toMatchObject({ code: 'IDENTITY_PERMISSION_MISSING' });
    },
  );
});

describe('asking for a token', () => {
  test('gets both audiences of a run from one identity', async () => {
    const identity = await githubIdentity({ http, env: ci.github({ repository: 'o/r' }).env }).detect();

    const tokens = [await identity?.requestToken('sigstore'), await identity?.requestToken('pypi')];

    expect(tokens.map((token) => token?.audience)).toStrictEqual(['sigstore', 'pypi']);
    expect(tokens.map((token) => token?.claims['repository'])).toStrictEqual(['o/r', 'o/r']);
  });

  test('gets a new token each time', async () => {
    const identity = await githubIdentity({ http, env: ci.github().env }).detect();

    const [first, second] = [await identity?.requestToken('pypi'), await identity?.requestToken('pypi')];

    expect(first?.claims['jti']).not.toBe(second?.claims['jti']);
  });

  test('adds the audience to the query that is there', async () => {
    const { http: client, requests } = recording();
    const identity = await githubIdentity({ http: client, env: ci.github().env }).detect();

    await identity?.requestToken('https://index.example.com/?a=b&c');

    expect(requests[0]?.url.search).toBe('?api-version=2.0&audience=https%3A%2F%2Findex.example.com%2F%3Fa%3Db%26c');
  });

  test('works for a GitHub Enterprise Server, whose issuer is another', async () => {
    const server = await startLocalCi({ githubIssuer: 'https://github.example.com/_services/token' });
    const identity = await githubIdentity({ http, env: server.github().env }).detect();

    const token = await identity?.requestToken('pypi');

    expect(token?.issuer).toBe('https://github.example.com/_services/token');
    await server.close();
  });
});

describe('a failing token endpoint', () => {
  const secret = 'a-secret-that-must-not-be-seen';

  async function answering(status: number, body: string): Promise<unknown> {
    const server = createServer((_request, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(body));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const patient: HttpClient = { ...http, request: (request) => http.request({ ...request, retries: 0 }) };
    const env = { GITHUB_ACTIONS: 'true', ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${port}/token?secret=${secret}`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: secret };
    const identity = await githubIdentity({ http: patient, env }).detect();
    try {
      return await errorOf(identity?.requestToken('pypi') ?? Promise.resolve());
    } finally {
      server.close();
    }
  }

  test.each([
    [401, '{}', 'IDENTITY_REQUEST_FAILED'],
    [500, 'oops', 'IDENTITY_REQUEST_FAILED'],
    [200, '{}', 'IDENTITY_REQUEST_FAILED'],
    [200, '{"value": 7}', 'IDENTITY_REQUEST_FAILED'],
    [200, `{"value": "${secret}"}`, 'IDENTITY_TOKEN_MALFORMED'],
    [200, `{"value": "${secret}.${secret}.${secret}"}`, 'IDENTITY_TOKEN_MALFORMED'],
    [200, '[]', 'IDENTITY_REQUEST_FAILED'],
  ])('that answers %i %s fails with %s and keeps the secret', async (status, body, code) => {
    const error = await answering(status, body);

    expect(error).toMatchObject({ code });
    expect(everythingVisible(error)).not.toContain(secret);
  });

  test('that nobody listens at is named by its host alone', async () => {
    const env = { GITHUB_ACTIONS: 'true', ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:1/token?secret=${secret}`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: secret };
    const patient: HttpClient = { ...http, request: (request) => http.request({ ...request, retries: 0 }) };
    const identity = await githubIdentity({ http: patient, env }).detect();

    const error = await errorOf(identity?.requestToken('pypi') ?? Promise.resolve());

    expect(error).toMatchObject({ code: 'IDENTITY_REQUEST_FAILED', message: expect.stringContaining('127.0.0.1:1') });
    expect(everythingVisible(error)).not.toContain(secret);
  });

  test('that is no address at all is named by its variable', async () => {
    const env = { GITHUB_ACTIONS: 'true', ACTIONS_ID_TOKEN_REQUEST_URL: secret, ACTIONS_ID_TOKEN_REQUEST_TOKEN: secret };
    const identity = await githubIdentity({ http, env }).detect();

    const error = await errorOf(identity?.requestToken('pypi') ?? Promise.resolve());

    expect(error).toMatchObject({ code: 'IDENTITY_REQUEST_FAILED', message: expect.stringContaining('ACTIONS_ID_TOKEN_REQUEST_URL') });
    expect(everythingVisible(error)).not.toContain(secret);
  });
});
