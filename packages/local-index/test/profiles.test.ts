import { expect, test } from 'vitest';
import { indexProfiles, type IndexProfileName, type LocalIndex } from '../src/index.ts';
import { githubClaims, signToken } from './support/issuers.ts';
import { indexForTest } from './support/index-for-tests.ts';
import { basic, mint, upload } from './support/requests.ts';

const authorization = basic('password', 'alice');

test.each<readonly [IndexProfileName, readonly [number, RegExp], readonly [number, RegExp]]>([
  ['pypiserver', [409, /Package &#39;sample-1\.0\.tar\.gz&#39; already exists!/], [409, /already exists!/]],
  ['pypiserver-overwrite', [200, /^$/], [200, /^$/]],
  ['devpi', [200, /Upload of identical file to non volatile index\./], [409, /sample-1\.0\.tar\.gz already exists in non-volatile index/]],
  ['devpi-volatile', [200, /^$/], [200, /^$/]],
  ['gitlab', [400, /already been taken/], [400, /already been taken/]],
  ['nexus', [400, /updating asset/], [400, /updating asset/]],
  ['artifactory', [403, /overwrite artifact/], [403, /overwrite artifact/]],
])('%s answers the identical file and other content as that index does', async (name, identical, other) => {
  const index = await indexLike(name);
  await upload(index, { authorization, fields: { requires_python: '' } });

  const answers = [
    await upload(index, { authorization, fields: { requires_python: '' } }),
    await upload(index, { authorization, content: 'other', fields: { requires_python: '' } }),
  ];

  for (const [answer, [status, text]] of [[answers[0], identical], [answers[1], other]] as const) {
    expect(answer?.status).toBe(status);
    const said = `${answer?.statusText.replace(/^(OK|Conflict|Bad Request|Forbidden)$/, '')}${await answer?.text()}`;
    expect(said).toMatch(text);
  }
});

test.each<readonly [IndexProfileName, string, string]>([
  ['pypi', '/legacy/', '/simple/'],
  ['pypiserver', '/', '/simple/'],
  ['devpi', '/alice/frozen/', '/alice/frozen/+simple/'],
  ['gitlab', '/api/v4/projects/1/packages/pypi/', '/api/v4/projects/1/packages/pypi/simple/'],
  ['nexus', '/repository/pypi-hosted/', '/repository/pypi-hosted/simple/'],
  ['artifactory', '/artifactory/api/pypi/pypi-local/', '/artifactory/api/pypi/pypi-local/simple/'],
])('%s takes uploads at %s and lists them at %s', async (name, uploadPath, simplePath) => {
  const index = await indexLike(name);

  expect([index.uploadUrl.pathname, index.simpleUrl.pathname]).toEqual([uploadPath, simplePath]);
});

test('the relative addresses of devpi lead to the files', async () => {
  const index = await indexLike('devpi');
  await upload(index, { authorization, content: 'bytes' });
  const page = new URL('sample/', index.simpleUrl);
  const body = await (await fetch(page, { headers: { accept: 'application/vnd.pypi.simple.v1+json' } })).text();

  const file = await fetch(new URL(/"url":"([^"]+)"/.exec(body)?.[1] ?? '', page));

  expect(await file.text()).toBe('bytes');
});

test('pypiserver takes nothing at /legacy/, and devpi does not mind a missing slash', async () => {
  const pypiserver = await indexLike('pypiserver');
  const devpi = await indexLike('devpi');

  const wrong = await upload(pypiserver, { authorization, path: 'legacy/' });
  const slashless = await upload(devpi, { authorization, path: 'alice/frozen' });

  expect([wrong.status, slashless.status]).toEqual([405, 200]);
});

test('a private index keeps nothing of a file that is too big', async () => {
  const index = await indexForTest({ profile: indexProfiles['devpi-volatile'], users: [{ username: 'alice', password: 'password' }], limits: { fileBytes: 10, projectBytes: 100 } });

  const answer = await upload(index, { authorization, content: 'x'.repeat(11) });

  expect([answer.status, index.files()]).toEqual([413, []]);
});

test('an index that replaces keeps the new content alone', async () => {
  const index = await indexLike('devpi-volatile');
  await upload(index, { authorization, content: 'old' });

  await upload(index, { authorization, content: 'newer' });

  expect(index.files()).toMatchObject([{ sizeBytes: 5 }]);
});

test('devpi speaks in the reason phrase alone', async () => {
  const index = await indexLike('devpi');
  await upload(index, { authorization });

  const answer = await upload(index, { authorization, content: 'other', headers: { accept: 'application/json' } });

  expect(answer.statusText).toBe('sample-1.0.tar.gz already exists in non-volatile index');
  expect(await answer.text()).not.toContain('"message":"sample');
});

test('an index with passwords asks for one with 401', async () => {
  const index = await indexLike('devpi');

  const answer = await upload(index, { authorization: basic('wrong', 'alice') });

  expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="pypi"']);
});

test('pypiserver asks for a password with 401, and answers a wrong one with a bare 403', async () => {
  const index = await indexLike('pypiserver');

  const answers = [await upload(index, { authorization: '' }), await upload(index, { authorization: basic('wrong', 'alice') })];

  expect(answers.map(({ status }) => status)).toEqual([401, 403]);
});

test('pypiserver answers twine with 400 instead of 409', async () => {
  const index = await indexLike('pypiserver');
  await upload(index, { authorization });

  const answer = await upload(index, { authorization, headers: { 'user-agent': 'twine/7.0.0 CPython/3.11.7' } });

  expect(answer.status).toBe(400);
});

test('devpi mistypes its versioned HTML', async () => {
  const index = await indexLike('devpi');

  const answer = await fetch(index.simpleUrl, { headers: { accept: 'application/vnd.pypi.simple.v1+html' } });

  expect(answer.headers.get('content-type')).toBe('text_html');
});

test('GitLab wants requires_python to be there', async () => {
  const index = await indexLike('gitlab');

  expect((await upload(index, { authorization })).status).toBe(400);
});

test.each<readonly [IndexProfileName, number, string]>([
  ['pypiserver', 200, 'text/html; charset=UTF-8'],
  ['devpi', 200, 'application/vnd.pypi.simple.v1+json'],
  ['upload-only', 404, 'text/html; charset=UTF-8'],
])('%s answers a request for JSON with %i and %s', async (name, status, type) => {
  const index = await indexLike(name);
  await upload(index, { authorization });

  const answer = await fetch(new URL('sample/', index.simpleUrl), { headers: { accept: 'application/vnd.pypi.simple.v1+json' } });

  expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type]);
});

test('devpi’s JSON is version 1.0', async () => {
  const index = await indexLike('devpi');
  await upload(index, { authorization });

  const answer: unknown = await (await fetch(new URL('sample/', index.simpleUrl), { headers: { accept: 'application/vnd.pypi.simple.v1+json' } })).json();

  expect(answer).toEqual({
    meta: { 'api-version': '1.0' },
    name: 'sample',
    files: [{ filename: 'sample-1.0.tar.gz', url: expect.stringMatching(/^(?:\.\.\/){4}packages\//), hashes: { sha256: expect.any(String) }, 'requires-python': null }],
  });
});

test('pypiserver sends people to pypi.org for what it does not have', async () => {
  const index = await indexLike('pypiserver');

  const answer = await fetch(new URL('Other_Name/', index.simpleUrl), { redirect: 'manual' });

  expect([answer.status, answer.headers.get('location')]).toEqual([303, 'https://pypi.org/simple/other-name/']);
});

test('private indexes know no trusted publishing and forget attestations and digests', async () => {
  const index = await indexLike('devpi');

  const uploaded = await upload(index, { authorization, fields: { attestations: 'garbage', sha256_digest: '0'.repeat(64) } });

  expect(uploaded.status).toBe(200);
  expect((await mint(index, await signToken(githubClaims()))).status).toBe(404);
});

test('an index with PyPI’s rules may still refuse attestations', async () => {
  const index = await indexLike('pypi-without-attestations');

  const answer = await upload(index, { fields: { attestations: '[]' } });

  expect([answer.status, answer.statusText]).toEqual([400, 'attestations: This index takes no attestations.']);
});

function indexLike(name: IndexProfileName): Promise<LocalIndex> {
  return indexForTest({ profile: indexProfiles[name], users: [{ username: 'alice', password: 'password' }] });
}
