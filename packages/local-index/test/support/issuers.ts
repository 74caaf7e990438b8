import type { HttpClient, HttpResponse } from '@ropewalk/core';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });

const keySet = { keys: [{ ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' }] };

/** Production issuers, all with one key set that {@link issuerHttp} answers with. */
export const issuers: ReadonlyMap<string, URL> = new Map(
  [
    'https://token.actions.githubusercontent.com',
    'https://gitlab.com',
    'https://gitlab.example.org',
    'https://accounts.google.com',
    'https://platform.activestate.com/api/v1/oauth/oidc',
    'https://github.example.org',
  ].map((issuer) => [issuer, new URL('http://127.0.0.1:1/jwks')]),
);

/** Answers every request with the key set. */
export const issuerHttp: HttpClient = {
  request: (request) => Promise.resolve(keySetAnswer(request.url)),
  stream: () => Promise.reject(new TypeError('not used')),
  close: () => Promise.resolve(),
};

function keySetAnswer(url: URL): HttpResponse {
  const text = JSON.stringify(keySet);
  return { status: 200, statusText: 'OK', headers: {}, url, body: Buffer.from(text), text: () => text, json: () => JSON.parse(text) as unknown };
}

/** Claims; `undefined` leaves one out that would be filled in. */
export type TokenClaims = Readonly<Record<string, unknown>>;

let serial = 0;

/** Signs claims as the issuer would; times and a fresh `jti` are filled in. */
export function signToken(claims: TokenClaims, header: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  serial += 1;
  const all = { iat: now, nbf: now, exp: now + 300, jti: `token-${serial}`, aud: 'rehearsal', ...claims };
  return new SignJWT(all).setProtectedHeader({ alg: 'RS256', kid: 'key-1', ...header }).sign(privateKey);
}

/** Claims of a GitHub job that publishes `octo/sample` by `release.yml`. */
export function githubClaims(changes: TokenClaims = {}): TokenClaims {
  return {
    iss: 'https://token.actions.githubusercontent.com',
    sub: 'repo:octo/sample:ref:refs/tags/v1',
    repository: 'octo/sample',
    repository_owner: 'octo',
    repository_owner_id: '4711',
    job_workflow_ref: 'octo/sample/.github/workflows/release.yml@refs/tags/v1',
    workflow_ref: 'octo/sample/.github/workflows/release.yml@refs/tags/v1',
    event_name: 'push',
    ref: 'refs/tags/v1',
    sha: 'a'.repeat(40),
    ...changes,
  };
}

/** Claims of a GitLab job that publishes `Group/Sub/sample`. */
export function gitlabClaims(changes: TokenClaims = {}): TokenClaims {
  return {
    iss: 'https://gitlab.com',
    sub: 'project_path:group/sub/sample:ref_type:tag:ref:v1',
    project_path: 'group/sub/sample',
    ci_config_ref_uri: 'gitlab.com/group/sub/sample//.gitlab-ci.yml@refs/tags/v1',
    ref_path: 'refs/tags/v1',
    sha: 'b'.repeat(40),
    ...changes,
  };
}

/** Claims of a Google service account. */
export function googleClaims(changes: TokenClaims = {}): TokenClaims {
  return { iss: 'https://accounts.google.com', sub: '1234', email: 'release@sample.iam.gserviceaccount.com', email_verified: true, jti: undefined, ...changes };
}

/** Claims of an ActiveState build. */
export function activeStateClaims(changes: TokenClaims = {}): TokenClaims {
  return {
    iss: 'https://platform.activestate.com/api/v1/oauth/oidc',
    sub: 'org:octo:project:sample',
    organization: 'octo',
    project: 'sample',
    actor_id: 'actor-1',
    builder: 'pypi-publisher',
    ...changes,
  };
}
