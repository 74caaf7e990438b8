import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { expect, test } from 'vitest';
import { parseMacaroon } from '../src/tokens/macaroon.ts';
import { githubClaims, googleClaims, signToken } from './support/issuers.ts';
import { githubPublisher, indexForTest } from './support/index-for-tests.ts';
import { mint, mintedToken, upload } from './support/requests.ts';

test('announces its audience', async () => {
  const index = await indexForTest({ audience: 'testpypi' });

  const answer = await fetch(new URL('_/oidc/audience', index.url));

  expect(await answer.json()).toEqual({ audience: 'testpypi' });
});

test('says 403 with its text when trusted publishing is switched off', async () => {
  const index = await indexForTest();
  index.setFlags({ trustedPublishingDisabled: true });

  const answer = await fetch(new URL('_/oidc/audience', index.url));

  expect([answer.status, await answer.json()]).toEqual([403, { message: 'Trusted publishing functionality not enabled' }]);
});

test('mints a token of 900 seconds, under the older address too', async () => {
  const index = await indexForTest({ now: () => new Date('2026-01-01T00:00:00Z') });
  const exp = Date.parse('2026-01-01T00:05:00Z') / 1000;
  const jwt = await signToken(githubClaims({ iat: exp - 300, nbf: exp - 300, exp }));

  const answer = await fetch(new URL('_/oidc/github/mint-token', index.url), { method: 'POST', body: JSON.stringify({ token: jwt }) });

  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ success: true, token: expect.stringMatching(/^pypi-AgE/), expires: Date.parse('2026-01-01T00:15:00Z') / 1000 });
});

test('mints real macaroons: a location, an identifier and three caveats', async () => {
  const index = await indexForTest({ location: 'index.example.org' });

  const token = await mintedToken(index, await signToken(githubClaims()));

  const macaroon = parseMacaroon(token.slice('pypi-'.length));
  expect(macaroon?.location).toBe('index.example.org');
  expect(macaroon?.caveats.map((caveat) => JSON.parse(caveat)[0])).toEqual([4, 2, 0]);
});

test('mints once with a GitHub token and again with a Google one, which has no jti', async () => {
  const index = await indexForTest({
    publishers: [
      { project: 'sample', publisher: githubPublisher },
      { project: 'cloud', publisher: { kind: 'Google', email: 'release@sample.iam.gserviceaccount.com' } },
    ],
  });
  const github = await signToken(githubClaims());
  const google = await signToken(googleClaims());
  await mint(index, github);
  await mint(index, google);

  const again = await mint(index, github);

  expect(await again.json()).toEqual(refusal('invalid-reuse-token', 'invalid token: already used'));
  expect((await mint(index, google)).status).toBe(200);
});

test('lets only one of two simultaneous exchanges of a token through', async () => {
  const index = await indexForTest();
  const jwt = await signToken(githubClaims());

  const answers = await Promise.all([mint(index, jwt), mint(index, jwt)]);

  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 422]);
});

test.each([
  ['nothing', ''],
  ['no JSON', 'token=abc'],
  ['no object', '[]'],
  ['no token', '{}'],
  ['a token that is no text', '{"token": 1}'],
])('refuses a body that holds %s as invalid-payload', async (_what, body) => {
  const index = await indexForTest();

  const answer = await fetch(new URL('_/oidc/mint-token', index.url), { method: 'POST', body });

  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({ message: 'Token request failed', errors: [{ code: 'invalid-payload' }] });
});

test.each([['abc'], ['a.b.c'], [new UnsecuredJWT({ sub: 'x' }).encode()]])('refuses %s as a malformed JWT', async (jwt) => {
  const index = await indexForTest();

  expect(await (await mint(index, jwt)).json()).toEqual(refusal('invalid-payload', 'malformed JWT'));
});

test('names an issuer it does not know', async () => {
  const index = await indexForTest();

  const answer = await mint(index, await signToken({ iss: 'https://ci.example.org' }));

  expect(await answer.json()).toEqual(refusal('invalid-payload', 'unknown trusted publishing issuer'));
});

test('names the service that is switched off', async () => {
  const index = await indexForTest();
  index.setFlags({ disabledIssuers: ['github'] });

  const answer = await mint(index, await signToken(githubClaims()));

  expect(await answer.json()).toEqual(refusal('not-enabled', 'github trusted publishing functionality not enabled'));
});

const now = Math.floor(Date.now() / 1000);

test.each([
  ['for another audience', { aud: 'pypi' }, {}],
  ['with a list of audiences', { aud: ['rehearsal'] }, {}],
  ['past its end', { exp: now - 40 }, {}],
  ['from the future', { iat: now + 100 }, {}],
  ['not valid yet', { nbf: now + 100 }, {}],
  ['without a key id', {}, { kid: undefined }],
  ['with a key nobody knows', {}, { kid: 'key-2' }],
])('refuses a token %s, and says no more than that', async (_what, claims, header) => {
  const index = await indexForTest();

  const answer = await mint(index, await signToken(githubClaims(claims), header));

  expect(await answer.json()).toEqual(refusal('invalid-token', 'malformed or invalid token'));
});

test('allows clocks to differ by half a minute', async () => {
  const index = await indexForTest();

  const answer = await mint(index, await signToken(githubClaims({ exp: now - 20 })));

  expect(answer.status).toBe(200);
});

test('refuses a token signed by somebody else', async () => {
  const index = await indexForTest();
  const { privateKey } = await generateKeyPair('RS256');
  const jwt = await new SignJWT({ ...githubClaims(), aud: 'rehearsal', iat: now, exp: now + 60, jti: 'x' })
    .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
    .sign(privateKey);

  expect(await (await mint(index, jwt)).json()).toEqual(refusal('invalid-token', 'malformed or invalid token'));
});

test('creates the project of a pending publisher at the exchange, and lets it upload', async () => {
  const index = await indexForTest({ publishers: [{ project: 'Fresh.Name', publisher: githubPublisher, pending: true }] });
  expect(index.projects()).toEqual([]);

  const token = await mintedToken(index, await signToken(githubClaims()));

  expect(index.projects()).toEqual(['Fresh.Name']);
  const answer = await upload(index, { token, filename: 'fresh_name-1.0.tar.gz', fields: { name: 'fresh-name' } });
  expect(answer.status).toBe(200);
});

test('forgets a pending publisher after 30 days', async () => {
  let now = new Date(Date.now() - 30 * 24 * 60 * 60 * 1000);
  const index = await indexForTest({ now: () => now, publishers: [{ project: 'late', publisher: githubPublisher, pending: true }] });
  now = new Date();

  const answer = await mint(index, await signToken(githubClaims()));

  expect(await answer.json()).toMatchObject({ errors: [{ code: 'invalid-publisher' }] });
});

test('explains an upload whose name is not the one of the pending publisher', async () => {
  const index = await indexForTest({ publishers: [{ project: 'smaple', publisher: githubPublisher, pending: true }] });
  const token = await mintedToken(index, await signToken(githubClaims()));

  const answer = await upload(index, { token });

  expect(answer.status).toBe(400);
  expect(answer.statusText).toMatch(/^Non-user identities cannot create new projects\. This was probably caused by/);
});

test('drops a pending publisher whose project exists meanwhile', async () => {
  const index = await indexForTest({ publishers: [{ project: 'sample', publisher: githubPublisher, pending: true }] });
  await upload(index);

  const first = await mint(index, await signToken(githubClaims()));
  const second = await mint(index, await signToken(githubClaims()));

  expect(await first.json()).toEqual(refusal('invalid-pending-publisher', 'valid token, but project already exists'));
  expect(await second.json()).toMatchObject({ errors: [{ code: 'invalid-publisher' }] });
});

test.each([
  ['json', "The name 'json' isn't allowed (conflict with Python Standard Library module name)."],
  ['forbidden', "The name 'forbidden' isn't allowed."],
  ['samp1e', "The name 'samp1e' is too similar to an existing project."],
])('says why no pending publisher can create %s', async (project, text) => {
  const index = await indexForTest({
    prohibitedNames: ['Forbidden'],
    publishers: [
      { project: 'sample', publisher: { ...githubPublisher, workflow: 'other.yml' } },
      { project, publisher: githubPublisher, pending: true },
    ],
  });

  const answer = await mint(index, await signToken(githubClaims()));

  expect(await answer.json()).toEqual(
    refusal('invalid-payload', `${text} See https://pypi.org/help/#project-name for more information.`),
  );
});

test('announces the exchange as PEP 807 describes it when asked to', async () => {
  const index = await indexForTest({ discovery: true });
  const ask = (accept: string, discover: string): Promise<Response> =>
    fetch(new URL(`.well-known/pytp?discover=${discover}`, index.url), { headers: { accept } });

  const found = await ask('application/vnd.pypi.pytp.v1+json', '%2Flegacy%2F');

  expect(await found.json()).toMatchObject({ 'audience-endpoint': `${index.url.origin}/pytp/audience` });
  expect((await ask('text/html', '%2Flegacy%2F')).status).toBe(406);
  expect((await ask('*/*', '%2Fother%2F')).status).toBe(404);
});

test('refuses in problem JSON at the endpoints of PEP 807', async () => {
  const index = await indexForTest({ discovery: true });

  const answer = await fetch(new URL('pytp/mint', index.url), { method: 'POST', body: '{"token":"x"}' });

  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(await answer.json()).toMatchObject({ type: expect.stringMatching(/\/invalid-payload$/), status: 422, detail: 'malformed JWT' });
});

test('mints tokens for one upload each when asked to, and announces it', async () => {
  const index = await indexForTest({ discovery: true, singleUseTokens: true });
  const token = await mintedToken(index, await signToken(githubClaims()));

  const answers = [await upload(index, { token }), await upload(index, { token, filename: 'sample-2.0.tar.gz' })];

  expect(answers.map((answer) => answer.statusText)).toEqual(['OK', 'Invalid API Token: token is already used']);
  const announced: unknown = await (await fetch(new URL('.well-known/pytp?discover=%2Flegacy%2F', index.url))).json();
  expect(announced).toMatchObject({ 'default-features': ['single-use-token'] });
});

test('has no discovery unless asked to, as PyPI has none', async () => {
  const index = await indexForTest();

  expect((await fetch(new URL('.well-known/pytp?discover=x', index.url))).status).toBe(404);
});

function refusal(code: string, description: string): object {
  return { message: 'Token request failed', errors: [{ code, description }] };
}
