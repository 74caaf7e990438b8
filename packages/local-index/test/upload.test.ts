import { expect, test } from 'vitest';
import { githubClaims, signToken } from './support/issuers.ts';
import { indexForTest } from './support/index-for-tests.ts';
import { basic, mintedToken, upload, uploadWheel } from './support/requests.ts';

test('stores a file and answers 200 with an empty body', async () => {
  const index = await indexForTest();

  const answer = await upload(index);

  expect([answer.status, await answer.text()]).toEqual([200, '']);
  expect(index.files().map((file) => file.filename)).toEqual(['sample-1.0.tar.gz']);
});

test('takes the action from the query as well', async () => {
  const index = await indexForTest();

  const answer = await upload(index, { path: 'legacy/?:action=file_upload', fields: { ':action': undefined } });

  expect(answer.status).toBe(200);
});

test('answers the identical file again with 200, changes nothing and ignores its attestations', async () => {
  const index = await indexForTest();
  await upload(index);
  const before = index.files();

  const again = await upload(index, { fields: { attestations: 'not even JSON' } });

  expect(again.status).toBe(200);
  expect(index.files()).toEqual(before);
});

test('serves what was uploaded, byte by byte, at the address of the simple API', async () => {
  const index = await indexForTest();
  await upload(index, { content: 'the very bytes' });
  const page: unknown = await (await fetch(new URL('sample/', index.simpleUrl), { headers: { accept: 'application/vnd.pypi.simple.v1+json' } })).json();
  const url = /"url":"([^"]+)"/.exec(JSON.stringify(page))?.[1] ?? '';

  const answer = await fetch(url);

  expect(await answer.text()).toBe('the very bytes');
});

test('lets a minted token upload to all projects of its publisher and to no other', async () => {
  const publisher = { kind: 'GitHub', repository: 'octo/sample', workflow: 'release.yml' };
  const index = await indexForTest({
    publishers: [
      { project: 'sample', publisher },
      { project: 'second', publisher },
      { project: 'foreign', publisher: { ...publisher, repository: 'octo/foreign' } },
    ],
  });
  const token = await mintedToken(index, await signToken(githubClaims()));

  const first = await upload(index, { token });
  const second = await upload(index, { token, filename: 'second-1.0.tar.gz', fields: { name: 'second' } });
  const foreign = await upload(index, { token, filename: 'foreign-1.0.tar.gz', fields: { name: 'foreign' } });

  expect([first.status, second.status, foreign.status]).toEqual([200, 200, 403]);
  expect(foreign.statusText).toBe("Invalid API Token: OIDC scoped token is not valid for project 'foreign'");
});

test('says the same in the reason phrase and in a JSON body when JSON is asked for', async () => {
  const index = await indexForTest();

  const answer = await upload(index, {
    fields: { filetype: 'egg' },
    headers: { accept: 'application/json;q=0.9, text/plain;q=0.8, text/html;q=0.7' },
  });

  expect(answer.statusText).toBe('Invalid value for filetype. Error: Use a known file type.');
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(await answer.json()).toMatchObject({ code: `400 ${answer.statusText}`, title: 'Bad Request' });
});

test.each([
  ['*/*', 'text/html; charset=UTF-8'],
  ['text/plain', 'text/plain; charset=UTF-8'],
  ['application/json', 'application/json'],
])('answers a refusal to Accept %s as %s', async (accept, type) => {
  const index = await indexForTest();

  const answer = await upload(index, { authorization: undefined, headers: { accept } });

  expect(answer.headers.get('content-type')).toBe(type);
});

test('replaces what the reason phrase cannot hold', async () => {
  const index = await indexForTest();

  const answer = await upload(index, { fields: { name: 'sämple–x' } });

  expect(answer.statusText).toMatch(/^'s.mple\?x' is an invalid value for Name/);
});

test('keeps nothing of an upload whose attestations are refused', async () => {
  const index = await indexForTest({ verifyAttestation: () => Promise.reject(new Error('subject does not match')) });
  const token = await mintedToken(index, await signToken(githubClaims()));

  const refused = await upload(index, { token, fields: { attestations: JSON.stringify([attestation()]) } });

  expect(refused.status).toBe(400);
  expect(refused.statusText).toBe(
    'Invalid attestations supplied during upload: Could not verify the uploaded artifact using the included attestation: ' +
      'Verification failed: subject does not match',
  );
  expect(index.files()).toEqual([]);
  expect((await upload(index, { token })).status).toBe(200);
});

test('takes one of two simultaneous uploads of the same name and refuses the other', async () => {
  const index = await indexForTest({ checkDistribution: () => new Promise((resolve) => setTimeout(resolve, 20, undefined)) });

  const answers = await Promise.all([upload(index, { content: 'one' }), upload(index, { content: 'two' })]);

  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 400]);
  expect(index.files()).toHaveLength(1);
});

test('hands the whole form and the file to the rules for archives and passes their text on', async () => {
  const seen: string[] = [];
  const index = await indexForTest({
    checkDistribution: ({ filename, fields }) => {
      seen.push(filename, ...fields.filter(([name]) => name === 'classifiers').map(([, value]) => value));
      return Promise.resolve('Invalid distribution file. No PKG-INFO');
    },
  });

  const answer = await upload(index, { fields: { classifiers: ['A :: B', 'C :: D'] } });

  expect(seen).toEqual(['sample-1.0.tar.gz', 'A :: B', 'C :: D']);
  expect(answer.statusText).toBe('Invalid distribution file. No PKG-INFO');
});

test('renames the project to the spelling of the last upload', async () => {
  const index = await indexForTest();
  await upload(index);

  await upload(index, { filename: 'sample-2.0.tar.gz', fields: { name: 'Sample' } });

  expect(index.projects()).toEqual(['Sample']);
});

test('reads all of a big form before it refuses it', async () => {
  const index = await indexForTest();

  const answer = await upload(index, { content: Buffer.alloc(8 * 1024 * 1024), authorization: undefined });

  expect(answer.status).toBe(403);
});

test('accepts a token as Basic, token and bearer, with blanks around it', async () => {
  const index = await indexForTest();
  const headers = [basic(' pypi-known\n'), 'Token pypi-known', 'BEARER pypi-known'];

  const answers = await Promise.all(headers.map((authorization) => upload(index, { authorization })));

  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
});

test('serves the METADATA of a wheel only where there is one', async () => {
  const index = await indexForTest();

  await uploadWheel(index, 'sample-1.0-py3-none-any.whl', { content: 'no zip at all' });

  const page = await (await fetch(new URL('sample/', index.simpleUrl), { headers: { accept: 'application/vnd.pypi.simple.v1+json' } })).text();
  expect(page).toContain('"core-metadata":false');
});

function attestation(): object {
  const statement = Buffer.from(JSON.stringify({ predicateType: 'https://docs.pypi.org/attestations/publish/v1' })).toString('base64');
  return {
    version: 1,
    verification_material: { certificate: 'AAAA', transparency_entries: [{}] },
    envelope: { statement, signature: 'AAAA' },
  };
}
