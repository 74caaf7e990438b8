import type { HttpClient, HttpRequest } from '@ropewalk/core';
import { anyCi } from '@ropewalk/oidc';
import { createUploadTokenSource } from '@ropewalk/trusted-publishing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({
    publishers: [
      { project: 'a', publisher: { kind: 'GitHub', repository: 'octo-org/sampleproject', workflow: 'release.yml' } },
      { project: 'b', publisher: { kind: 'GitLab', repository: 'group/subgroup/sampleproject', workflow_filepath: '.gitlab-ci.yml' } },
      { project: 'c', publisher: { kind: 'Google', email: 'publisher@sample-project.iam.gserviceaccount.com' } },
    ],
  });
});
afterAll(() => world.close());

/** Lets a job get an upload token, and notes every request it makes. */
async function exchangeIn(env: Readonly<Record<string, string>>): Promise<{ readonly requests: readonly HttpRequest[]; readonly jwt: string; readonly uploadToken: string }> {
  const requests: HttpRequest[] = [];
  const http: HttpClient = {
    ...world.http,
    request: async (request) => {
      requests.push(request);
      return await world.http.request(request);
    },
  };
  const identity = await anyCi({ env, http, allowGoogle: true }).detect();
  if (identity === undefined) throw new TypeError('no identity');
  const jwts: string[] = [];
  const checkToken = (token: { reveal(): string }): void => void jwts.push(token.reveal());
  const token = await createUploadTokenSource({ identity, uploadUrl: world.index.uploadUrl, http, audience: 'rehearsal', checkToken }).token();
  return { requests, jwt: jwts[0] ?? '', uploadToken: token.reveal() };
}

const jobs = {
  github: async () => world.ci.github().env,
  gitlab: async () => (await world.ci.gitlab({ audiences: ['rehearsal'] })).env,
  google: async () => (await world.ci.google()).env,
  'google acting as another account': async () => (await world.ci.google({ claims: { email: 'builder@p.iam.gserviceaccount.com' }, actAs: 'publisher@sample-project.iam.gserviceaccount.com' })).env,
};

describe.each(Object.keys(jobs))('the requests of a job on %s', (name) => {
  test('carry the identity token to the exchange only, in its body, and the upload token nowhere', async () => {
    const env = await jobs[name as keyof typeof jobs]();

    const { requests, jwt, uploadToken } = await exchangeIn(env);

    const carriers = requests.filter((request) => written(request).includes(jwt));
    expect(carriers.map(({ method, url }) => [method, url.href])).toStrictEqual([['POST', new URL('_/oidc/mint-token', world.index.url).href]]);
    for (const request of requests) {
      expect(`${request.url.href} ${JSON.stringify(request.headers)}`).not.toContain(jwt);
      expect(written(request)).not.toContain(uploadToken);
    }
  });

  test('carry no secret of the CI to the index', async () => {
    const env = await jobs[name as keyof typeof jobs]();
    const secrets = [env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'], 'ya29.'].filter((secret) => secret !== undefined);

    const { requests } = await exchangeIn(env);

    const toIndex = requests.filter(({ url }) => url.origin === world.index.url.origin);
    expect(toIndex).not.toStrictEqual([]);
    for (const request of toIndex) {
      for (const secret of secrets) expect(written(request)).not.toContain(secret);
      expect(request.headers).not.toHaveProperty('authorization');
    }
  });

  test('put no secret into an address', async () => {
    const env = await jobs[name as keyof typeof jobs]();

    const { requests } = await exchangeIn(env);

    for (const { url } of requests) {
      expect(url.username + url.password).toBe('');
      expect(url.href).not.toMatch(/ya29\.|eyJ/);
      if (env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] !== undefined) expect(url.href).not.toContain(env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']);
    }
  });
});

function written({ url, headers, body }: HttpRequest): string {
  return `${url.href} ${JSON.stringify(headers ?? {})} ${typeof body === 'string' ? body : ''}`;
}
