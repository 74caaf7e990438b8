import { assert, array, asyncProperty, constantFrom, oneof, property, string, tuple, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import { acceptableOffers } from '../src/answers/accept.ts';
import { pythonRepr } from '../src/answers/python-repr.ts';
import { indexForTest } from './support/index-for-tests.ts';
import { basic, mint } from './support/requests.ts';

const partHeader = constantFrom(
  'Content-Disposition: form-data; name=":action"',
  'Content-Disposition: form-data; name="name"',
  'Content-Disposition: form-data; name="content"; filename="sample-1.0.tar.gz"',
  'Content-Disposition: form-data; name="attestations"; filename=""',
  'Content-Disposition: form-data; name="x"; filename*=UTF-8\'\'%00',
  'Content-Disposition: attachment',
  'Content-Type: multipart/mixed; boundary=b',
  'no header at all',
);

const anyPart = tuple(partHeader, oneof(constantFrom('file_upload', 'sample', '1.0', ''), string())).map(([header, value]) => `--b\r\n${header}\r\n\r\n${value}\r\n`);

const anyBody = oneof(
  tuple(array(anyPart, { maxLength: 6 }), constantFrom('--b--\r\n', '--b', '')).map(([parts, end]) => Buffer.from(parts.join('') + end)),
  uint8Array({ maxLength: 300 }),
);

test('any form is answered, never with 500', async () => {
  const index = await indexForTest();

  await assert(
    asyncProperty(anyBody, async (body) => {
      const answer = await fetch(index.uploadUrl, {
        method: 'POST',
        body: Buffer.from(body),
        headers: { 'content-type': 'multipart/form-data; boundary=b', authorization: basic('pypi-known') },
      });
      return answer.status >= 200 && answer.status < 500;
    }),
    { numRuns: 80 },
  );

  expect(index.errors()).toEqual([]);
});

test('any text instead of an identity token is refused in PyPI’s shape', async () => {
  const index = await indexForTest();
  const anyToken = oneof(string(), tuple(string(), string(), string()).map((parts) => parts.map((part) => Buffer.from(part).toString('base64url')).join('.')));

  await assert(asyncProperty(anyToken, async (token) => (await mint(index, token)).status === 422), { numRuns: 80 });

  expect(index.errors()).toEqual([]);
});

test('any credentials are answered with 403', async () => {
  const index = await indexForTest();
  const form = new FormData();
  form.append(':action', 'file_upload');
  const anyHeader = oneof(
    string().map((text) => `Basic ${Buffer.from(text).toString('base64')}`),
    string().map((text) => basic(`pypi-${Buffer.from(text).toString('base64url')}`)),
    constantFrom('Basic', 'Basic !', 'Bearer ', 'token pypi-', 'pypi-known'),
  );

  await assert(
    asyncProperty(anyHeader, async (authorization) => (await fetch(index.uploadUrl, { method: 'POST', body: form, headers: { authorization } })).status === 403),
    { numRuns: 80 },
  );
});

test.each([
  ["it's", `"it's"`],
  [`it's "so"`, `'it\\'s "so"'`],
  ['a\nb\t\\', `'a\\nb\\t\\\\'`],
  ['\u0007\u007f\u00a0', `'\\x07\\x7f\\xa0'`],
  ['é–😀', `'é–😀'`],
])('quotes %j as Python does', (text, quoted) => {
  expect(pythonRepr(text)).toBe(quoted);
});

test('prefers by weight, then by its own order, and the most specific range decides', () => {
  const offers = ['text/html', 'application/json'];

  expect(acceptableOffers(undefined, offers)).toEqual(offers);
  expect(acceptableOffers('*/*', offers)).toEqual(offers);
  expect(acceptableOffers('text/*;q=0.5, application/json', offers)).toEqual(['application/json', 'text/html']);
  expect(acceptableOffers('*/*;q=0.1, text/html;q=0', offers)).toEqual(['application/json']);
  expect(acceptableOffers('image/png', offers)).toEqual([]);
  expect(acceptableOffers('APPLICATION/JSON; q=1', offers)).toEqual(['application/json']);
});

test('takes any Accept header without failing', () => {
  assert(property(string(), (header) => acceptableOffers(header, ['text/html']).length <= 1));
});
