import { expect, test } from 'vitest';
import { indexForTest } from './support/index-for-tests.ts';
import { upload, uploadWheel, type UploadChanges } from './support/requests.ts';

type Fields = NonNullable<UploadChanges['fields']>;

const see = 'See https://packaging.python.org/specifications/core-metadata for more information.';

const nameRule = "Start and end with a letter or numeral containing only ASCII numeric and '.', '_' and '-'.";

const formErrors: readonly (readonly [string, Fields, string])[] = [
  ['another protocol', { protocol_version: '2' }, 'Unknown protocol version.'],
  ['no name', { name: undefined }, `'' is an invalid value for Name. Error: This field is required. ${see}`],
  ['the name UNKNOWN', { name: ' UNKNOWN ' }, `'' is an invalid value for Name. Error: This field is required. ${see}`],
  ['a name with a blank', { name: 'a b' }, `'a b' is an invalid value for Name. Error: ${nameRule} ${see}`],
  ['a name with a quote', { name: "it's" }, `"it's" is an invalid value for Name. Error: ${nameRule} ${see}`],
  ['a long wrong name', { name: `-${'a'.repeat(80)}` }, `'-${'a'.repeat(29)}...${'a'.repeat(30)}' is an invalid value for Name. Error: ${nameRule} ${see}`],
  ['the name before the type', { name: '-', filetype: 'egg' }, `'-' is an invalid value for Name. Error: ${nameRule} ${see}`],
  ['no type', { filetype: undefined }, 'Invalid value for filetype. Error: This field is required.'],
  ['an unknown type', { filetype: 'bdist_egg' }, 'Invalid value for filetype. Error: Use a known file type.'],
  ['a wrong Python version of an sdist', { pyversion: 'py3' }, "Invalid value for pyversion. Error: Use 'source' as Python version for an sdist."],
  ['a malformed sha256', { sha256_digest: 'abc' }, 'Invalid value for sha256_digest. Error: Use a valid, hex-encoded, SHA256 message digest.'],
  ['a malformed BLAKE2 before the type', { blake2_256_digest: 'x', filetype: 'egg' }, 'Invalid value for blake2_256_digest. Error: Use a valid, hex-encoded, BLAKE2 message digest.'],
  ['no digest', { sha256_digest: undefined }, 'Error: Include at least one message digest.'],
];

test.each(formErrors)('refuses %s', async (_what, fields, text) => {
  const index = await indexForTest();

  const answer = await upload(index, { fields });

  expect([answer.status, answer.statusText]).toEqual([400, text]);
});

const metadataErrors: readonly (readonly [string, Fields, string])[] = [
  ['no metadata version', { metadata_version: undefined }, 'None is not a valid metadata version.'],
  ['metadata version 2.0', { metadata_version: '2.0' }, "'2.0' is not a valid metadata version."],
  ['no version', { version: undefined }, "'version' is a required field."],
  ['a malformed version', { version: '1.x!' }, "'1.x!' is invalid for 'version'."],
  ['the version before the summary', { version: 'x y', summary: 'a\nb' }, "'x y' is invalid for 'version'."],
  ['a name given twice', { name: ['sample', 'sample'] }, "'name' has invalid data."],
  ['a summary of two lines', { summary: 'a\nb' }, "'summary' must be a single line."],
  ['a summary of 513 characters', { summary: 'é'.repeat(513) }, "'summary' field must be 512 characters or less."],
  ['a URL label given twice', { project_urls: ['A, https://a.example', 'A, https://b.example'] }, "'project_urls' has invalid data."],
  ['a URL without a label', { project_urls: ', https://a.example' }, 'Must have a label.'],
  ['a label of 33 characters', { project_urls: `${'L'.repeat(33)}, https://a.example` }, `'${'L'.repeat(33)}' must be 32 characters or less.`],
  ['a label without a URL', { project_urls: 'Docs' }, 'Must have a URL.'],
  ['a project URL that is none', { project_urls: 'Docs, mailto:a@b.org' }, "'mailto:a@b.org' is not a valid url."],
  ['a home page that is none', { home_page: 'git+https://a.example' }, "'git+https://a.example' is not a valid url."],
  ['a port that is none', { download_url: 'https://a.example:99999/x' }, "'https://a.example:99999/x' is not a valid url."],
  ['an address with a reserved domain', { author_email: 'a@b.test' }, "'a@b.test' is not a valid email address: The part after the @-sign is a special-use or reserved name that cannot be used with email."],
  ['a direct dependency', { requires_dist: 'x @ https://a.example/x.whl' }, "Can't have direct dependency: x @ https://a.example/x.whl."],
  ['a dependency that is none', { requires_dist: 'x y' }, "'x y' is invalid for 'requires-dist'."],
  ['a Python requirement that is none', { requires_python: 'at least 3' }, "'at least 3' is invalid for 'requires-python'."],
  ['a field newer than its metadata', { license_expression: 'MIT' }, 'license-expression introduced in metadata version 2.4, not 2.1.'],
  ['both licences', { metadata_version: '2.4', license: 'MIT', license_expression: 'MIT' }, 'License is deprecated when License-Expression is present. Only License-Expression should be present.'],
  ['a licence file above', { metadata_version: '2.4', license_file: '../LICENSE' }, "'../LICENSE' is invalid for 'license-file', parent directory indicators are not allowed."],
  ['a dynamic name', { metadata_version: '2.2', dynamic: 'Name' }, "'name' is not allowed as a dynamic field."],
  ['an unknown dynamic field', { metadata_version: '2.2', dynamic: 'Colour' }, "'colour' is not a valid dynamic field."],
  ['an unknown content type', { description_content_type: 'text/html' }, "'description-content-type' must be one of ['text/plain', 'text/x-rst', 'text/markdown'], not 'text/html'."],
  ['a charset in lower case', { description_content_type: 'text/markdown; charset=utf-8' }, "'description-content-type' can only specify the UTF-8 charset, not 'utf-8'."],
  ['an unknown variant', { description_content_type: 'text/markdown; variant=gfm' }, "valid Markdown variants for 'description-content-type' are ['GFM', 'CommonMark'], not 'gfm'."],
  ['an import name that is none', { metadata_version: '2.5', import_name: 'a-b' }, "'a-b' is invalid for 'import-name'; 'a-b' is not a valid identifier."],
  ['a keyword as import name', { metadata_version: '2.5', import_name: 'a.class' }, "'a.class' is invalid for 'import-name'; 'class' is a keyword."],
  ['a public import name', { metadata_version: '2.5', import_namespace: 'a; public' }, "'a; public' is invalid for 'import-namespace'; the only valid option is 'private'."],
  ['a licence file with a dot', { metadata_version: '2.4', license_file: './LICENSE' }, "'./LICENSE' is invalid for 'license-file', paths must use '/' delimiter."],
  ['an absolute licence file', { metadata_version: '2.4', license_file: 'C:/LICENSE' }, "'C:/LICENSE' is invalid for 'license-file', paths must be relative."],
  ['an unfinished marker', { requires_dist: 'x; python_version' }, "'x; python_version' is invalid for 'requires-dist'."],
  ['an address as provided distribution', { provides_dist: 'x @ https://a.example' }, "Can't have direct dependency: 'x @ https://a.example'."],
  ['an extra that is no name', { provides_extra: '-x' }, "'-x' is invalid for 'provides-extra'."],
];

test.each(metadataErrors)('refuses metadata with %s', async (_what, fields, text) => {
  const index = await indexForTest();

  const answer = await upload(index, { fields });

  expect([answer.status, answer.statusText]).toEqual([400, `${text} ${see}`]);
});

test('sends local versions to the page about versions', async () => {
  const index = await indexForTest();

  const answer = await upload(index, { fields: { version: '1.0+local' } });

  expect(answer.statusText).toBe(
    "The use of local versions in '1.0+local' is not allowed. See https://packaging.python.org/en/latest/specifications/version-specifiers/#local-version-identifiers for more information.",
  );
});

test.each<readonly [string, Fields]>([
  ['unknown fields', { 'Project-URL': 'x', import_names: 'a-b' }],
  ['a field that is only the empty text', { requires_python: '', summary: '' }],
  ['a summary of 512 characters', { summary: 'é'.repeat(512) }],
  ['lists of addresses', { author_email: 'a@b.test, c@d.test' }],
  ['an upper-case digest beside an empty one', { md5_digest: '' }],
  ['no protocol version and no Python version', { protocol_version: undefined, pyversion: undefined }],
  ['odd web addresses', { home_page: 'https:', download_url: 'http://a b/%' }],
  ['markers and extras', { requires_dist: ["x[a,b]>=1; python_version<'3'", 'y (>=1)', 'z', "w ; extra == 'q'"] }],
  ['Markdown', { description_content_type: 'text/markdown; charset=UTF-8; variant=GFM' }],
])('takes %s', async (_what, fields) => {
  const index = await indexForTest();

  const answer = await upload(index, { fields });

  expect([answer.status, answer.statusText]).toEqual([200, 'OK']);
});

test('knows classifiers only when it is told them', async () => {
  const index = await indexForTest({ classifiers: new Set(['Topic :: Known']) });

  const answer = await upload(index, { fields: { classifiers: ['Topic :: Known', 'Topic :: New'] } });

  expect(answer.statusText).toBe(`'Topic :: New' is not a valid classifier. ${see}`);
});

test('refuses any other field that came as a file, before it asks who is there', async () => {
  const index = await indexForTest();
  const form = new FormData();
  form.append(':action', 'file_upload');
  form.append('attestations', new Blob(['[]']));

  const answer = await fetch(index.uploadUrl, { method: 'POST', body: form });

  expect([answer.status, answer.statusText]).toEqual([400, 'attestations: Should not be a tuple.']);
});

test('ignores a signature file', async () => {
  const index = await indexForTest();
  const form = new FormData();
  form.append(':action', 'file_upload');
  form.append('gpg_signature', new Blob(['x']), 'sample-1.0.tar.gz.asc');

  const answer = await fetch(index.uploadUrl, { method: 'POST', body: form });

  expect(answer.status).toBe(403);
});

test('writes NUL characters out', async () => {
  const seen: (readonly [string, string])[] = [];
  const index = await indexForTest({
    checkDistribution: ({ fields }) => {
      seen.push(...fields);
      return Promise.resolve(undefined);
    },
  });

  await upload(index, { fields: { keywords: 'a\0b' } });

  expect(seen).toContainEqual(['keywords', 'a\\x00b']);
});

test('misses the file', async () => {
  const index = await indexForTest();

  const answer = await upload(index, { content: undefined });

  expect(answer.statusText).toBe('Upload payload does not have a file.');
});

test('demands a Python version of a wheel', async () => {
  const index = await indexForTest();

  const answer = await uploadWheel(index, 'sample-1.0-py3-none-any.whl', { fields: { pyversion: undefined } });

  expect(answer.statusText).toBe('Invalid value for pyversion. Error: Python version is required for binary distribution uploads.');
});

test.each([
  ['no boundary', 'multipart/form-data; x=y', 'abc'],
  ['a body that breaks off', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="x"\r\n\r\nabc'],
  ['a file that breaks off', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="content"; filename="x"\r\n\r\nabc'],
  ['an unread file that breaks off', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="x"; filename="x"\r\n\r\nabc'],
  ['headers that break off', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-da'],
])('answers a form with %s instead of hanging', async (_what, type, body) => {
  const index = await indexForTest();

  const answer = await fetch(index.uploadUrl, { method: 'POST', body, headers: { 'content-type': type } });

  expect(answer.status).toBe(400);
});
