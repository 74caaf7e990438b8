import { createHttpClient } from '@ropewalk/http';
import type { HttpClient } from '@ropewalk/core';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLocalCi, type LocalCi, type LocalCiProvider } from '../src/index.ts';

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

async function keySet(issuer: string): Promise<JSONWebKeySet> {
  const url = ci.issuers.get(issuer);
  if (url === undefined) throw new TypeError(`no issuer ${issuer}`);
  return (await http.request({ url })).json() as JSONWebKeySet;
}

const issuers = {
  github: 'https://token.actions.githubusercontent.com',
  gitlab: 'https://gitlab.com',
  google: 'https://accounts.google.com',
} as const;
const providers: readonly LocalCiProvider[] = ['github', 'gitlab', 'google'];

describe('tokens', () => {
  test.each(providers)('of %s carry the real issuer, verify with its keys on loopback, and with no other', async (provider) => {
    const token = await ci.issueToken(provider, { audience: 'pypi' });

    const { payload } = await jwtVerify(token, createLocalJWKSet(await keySet(issuers[provider])), { issuer: issuers[provider], audience: 'pypi', algorithms: ['RS256'] });

    expect(payload.aud).toBe('pypi');
    for (const other of providers.filter((name) => name !== provider)) {
      await expect(jwtVerify(token, createLocalJWKSet(await keySet(issuers[other])))).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    }
  });

  test.each(providers)('of %s name their key, as PyPI demands', async (provider) => {
    expect(decodeProtectedHeader(await ci.issueToken(provider, { audience: 'pypi' }))).toMatchObject({ alg: 'RS256', typ: 'JWT', kid: expect.stringMatching(/^[0-9a-f]{40}$/) });
  });

  test('have the names and kinds of claims that real ones have', async () => {
    const [github, gitlab, google] = await Promise.all(providers.map(async (provider) => shapeOf(await ci.issueToken(provider, { audience: 'pypi' }))));

    expect(github).toMatchObject({ jti: 'string', sub: 'string', repository_owner_id: 'string', run_id: 'string', ref_protected: 'string', iat: 'number', nbf: 'number', exp: 'number' });
    expect(gitlab).toMatchObject({ jti: 'string', project_id: 'string', runner_id: 'number', ci_config_ref_uri: 'string', ref_protected: 'string' });
    expect(google).toMatchObject({ email: 'string', email_verified: 'boolean', azp: 'string', google: 'object' });
    expect(google).not.toHaveProperty('jti');
    expect(google).not.toHaveProperty('nbf');
  });

  test('let what was asked for pull along what follows from it', async () => {
    const claims = claimsOf(await ci.issueToken('github', { audience: 'pypi', claims: { repository: 'o/r', ref: 'refs/heads/main', environment: undefined } }));

    expect(claims).toMatchObject({
      repository_owner: 'o',
      ref_type: 'branch',
      sub: 'repo:o/r:ref:refs/heads/main',
      workflow_ref: 'o/r/.github/workflows/release.yml@refs/heads/main',
      job_workflow_ref: 'o/r/.github/workflows/release.yml@refs/heads/main',
    });
    expect(claims).not.toHaveProperty('environment');
  });

  test('can be made that no CI system would make', async () => {
    const claims = claimsOf(await ci.issueToken('github', { audience: 'pypi', claims: { exp: 1, jti: 'again', aud: ['a', 'b'], iss: 'https://evil.example' } }));

    expect(claims).toMatchObject({ exp: 1, jti: 'again', aud: ['a', 'b'], iss: 'https://evil.example' });
  });

  test('follow the clock that is given', async () => {
    const other = await startLocalCi({ now: () => new Date('2030-01-01T00:00:00Z') });

    expect(claimsOf(await other.issueToken('github', { audience: 'pypi' }))).toMatchObject({ iat: 1_893_456_000, exp: 1_893_456_300 });
    await other.close();
  });
});

describe('issuers', () => {
  test.each(providers)('of %s announce their keys, under the name in the tokens', async (provider) => {
    const discovery = (await http.request({ url: new URL(`issuers/${provider}/.well-known/openid-configuration`, ci.url) })).json();

    expect(discovery).toMatchObject({ issuer: issuers[provider], jwks_uri: ci.issuers.get(issuers[provider])?.href });
  });

  test('give away no private key', async () => {
    for (const issuer of Object.values(issuers)) expect(JSON.stringify(await keySet(issuer))).not.toMatch(/"(?:d|p|q|dp|dq|qi)":/);
  });

  test('can be an enterprise server and a self-managed instance', async () => {
    const own = await startLocalCi({ githubIssuer: 'https://ghe.example.com/_services/token', gitlabIssuer: 'https://gitlab.example.com' });

    expect([...own.issuers.keys()]).toStrictEqual(['https://ghe.example.com/_services/token', 'https://gitlab.example.com', 'https://accounts.google.com']);
    await own.close();
  });
});

describe("GitHub's token endpoint", () => {
  function ask(url: string, authorization?: string): ReturnType<HttpClient['request']> {
    return http.request({ url: new URL(url), ...(authorization === undefined ? {} : { headers: { authorization } }) });
  }

  test('gives a job its own tokens only', async () => {
    const [one, two] = [ci.github({ repository: 'a/one' }).env, ci.github({ repository: 'a/two' }).env];

    expect((await ask(`${one['ACTIONS_ID_TOKEN_REQUEST_URL']}&audience=pypi`, `bearer ${one['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}`)).status).toBe(200);
    expect((await ask(`${one['ACTIONS_ID_TOKEN_REQUEST_URL']}&audience=pypi`, `bearer ${two['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}`)).status).toBe(401);
    expect((await ask(`${one['ACTIONS_ID_TOKEN_REQUEST_URL']}&audience=pypi`)).status).toBe(401);
  });

  test('breaks when the audience replaces its query, as the real one does', async () => {
    const { env } = ci.github();
    const replaced = `${env['ACTIONS_ID_TOKEN_REQUEST_URL']?.split('?')[0]}?audience=pypi`;

    expect((await ask(replaced, `bearer ${env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}`)).status).toBe(400);
  });

  test('describes the job in its environment as the token does', async () => {
    const { env } = ci.github({ repository: 'o/r', event_name: 'release' });

    expect(env).toMatchObject({ GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'o/r', GITHUB_REPOSITORY_OWNER: 'o', GITHUB_EVENT_NAME: 'release', GITHUB_REF_NAME: 'v1.0.0', GITHUB_WORKFLOW_REF: 'o/r/.github/workflows/release.yml@refs/tags/v1.0.0' });
  });
});

describe("GitLab's variables", () => {
  test('hold a token for each audience that the job declares', async () => {
    const { env } = await ci.gitlab({ audiences: ['sigstore', 'https://index.example.com'], claims: { project_path: 'g/p' } });

    expect(claimsOf(env['SIGSTORE_ID_TOKEN'] ?? '')).toMatchObject({ aud: 'sigstore', project_path: 'g/p' });
    expect(claimsOf(env['HTTPS___INDEX_EXAMPLE_COM_ID_TOKEN'] ?? '')).toMatchObject({ aud: 'https://index.example.com' });
    expect(env).toMatchObject({ GITLAB_CI: 'true', CI_PROJECT_PATH: 'g/p', CI_SERVER_URL: 'https://gitlab.com', CI_COMMIT_TAG: 'v1.0.0' });
    expect(env).not.toHaveProperty('PYPI_ID_TOKEN');
  });
});

describe("Google's metadata server", () => {
  async function ask(host: string | undefined, path: string, headers: Readonly<Record<string, string>>): ReturnType<HttpClient['request']> {
    return await http.request({ url: new URL(`http://${host}/computeMetadata/v1/instance/service-accounts/default/${path}`), headers });
  }

  test('answers only to its header, marks its answers, and refuses what was forwarded', async () => {
    const { env } = await ci.google();
    const host = env['GCE_METADATA_HOST'];

    const right = await ask(host, 'identity?audience=pypi&format=full', { 'metadata-flavor': 'Google' });

    expect([right.status, right.headers['metadata-flavor']]).toStrictEqual([200, 'Google']);
    expect((await ask(host, 'identity?audience=pypi', {})).status).toBe(403);
    expect((await ask(host, 'identity?audience=pypi', { 'metadata-flavor': 'Google', 'x-forwarded-for': '10.0.0.1' })).status).toBe(403);
    expect((await ask(host, 'identity', { 'metadata-flavor': 'Google' })).status).toBe(400);
  });

  test('names the account only when the whole token is asked for', async () => {
    const { env } = await ci.google();
    const headers = { 'metadata-flavor': 'Google' };

    const [full, short] = [await ask(env['GCE_METADATA_HOST'], 'identity?audience=pypi&format=full', headers), await ask(env['GCE_METADATA_HOST'], 'identity?audience=pypi', headers)];

    expect(claimsOf(full.text())).toMatchObject({ email: 'publisher@sample-project.iam.gserviceaccount.com', email_verified: true });
    expect(claimsOf(short.text())).not.toHaveProperty('email');
    expect(claimsOf(short.text())).not.toHaveProperty('google');
  });

  test('lets an account act as those it may act as', async () => {
    const { env } = await ci.google({ actAs: 'other@p.iam.gserviceaccount.com' });
    const { access_token: token } = (await ask(env['GCE_METADATA_HOST'], 'token', { 'metadata-flavor': 'Google' })).json() as { access_token: string };
    const impersonate = (account: string, authorization: string): ReturnType<HttpClient['request']> =>
      http.request({
        url: new URL(`v1/projects/-/serviceAccounts/${account}:generateIdToken`, env['CLOUDSDK_API_ENDPOINT_OVERRIDES_IAMCREDENTIALS']),
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ audience: 'pypi', includeEmail: true }),
      });

    const granted = (await impersonate('other@p.iam.gserviceaccount.com', `Bearer ${token}`)).json() as { token: string };

    expect(claimsOf(granted.token)).toMatchObject({ email: 'other@p.iam.gserviceaccount.com', aud: 'pypi' });
    expect((await impersonate('third@p.iam.gserviceaccount.com', `Bearer ${token}`)).status).toBe(403);
    expect((await impersonate('other@p.iam.gserviceaccount.com', 'Bearer wrong')).status).toBe(401);
  });
});

test('listens on loopback only', () => {
  expect(ci.url.hostname).toBe('127.0.0.1');
});

function claimsOf(jwt: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8')) as Readonly<Record<string, unknown>>;
}

function shapeOf(jwt: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(claimsOf(jwt)).map(([name, value]) => [name, typeof value]));
}
