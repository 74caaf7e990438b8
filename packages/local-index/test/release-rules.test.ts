import { expect, test } from 'vitest';
import { githubClaims, signToken } from './support/issuers.ts';
import { indexForTest } from './support/index-for-tests.ts';
import { basic, mintedToken, upload, uploadWheel } from './support/requests.ts';

test('refuses other content under a name that is there, and the same content under another name', async () => {
  const index = await indexForTest();
  await upload(index, { content: 'first' });

  const other = await upload(index, { content: 'second' });
  const moved = await upload(index, { content: 'first', filename: 'sample-2.0.tar.gz' });

  expect(other.statusText).toMatch(/^File already exists \('sample-1\.0\.tar\.gz', with blake2_256 hash '[0-9a-f]{64}'\)\. See https:\/\/pypi\.org\/help\/#file-name-reuse for more information\.$/);
  expect(moved.statusText).toMatch(/^File already exists \('sample-2\.0\.tar\.gz', /);
  expect(index.files()).toHaveLength(1);
});

test('refuses a file that is not what its digest says', async () => {
  const index = await indexForTest();

  const answer = await upload(index, { fields: { blake2_256_digest: '0'.repeat(64) } });

  expect(answer.statusText).toBe('The digest supplied does not match a digest calculated from the uploaded file.');
});

test('never frees a file name', async () => {
  const index = await indexForTest();
  await upload(index);
  index.deleteFile('sample-1.0.tar.gz');

  const answer = await upload(index, { content: 'new' });

  expect(answer.statusText).toMatch(/^This filename was previously used by a file that has since been deleted\. Use a different version\./);
});

test('closes a release to new files after 14 days, but still knows the old ones', async () => {
  let now = new Date('2026-01-01T00:00:00Z');
  const index = await indexForTest({ now: () => now });
  await upload(index);
  now = new Date('2026-01-15T00:00:01Z');

  const fresh = await uploadWheel(index, 'sample-1.0-py3-none-any.whl');
  const same = await upload(index);

  expect(fresh.statusText).toBe('Uploading new files to releases older than 14 days is not allowed.');
  expect(same.status).toBe(200);
});

test('takes new files until the last moment of the fourteenth day', async () => {
  let now = new Date('2026-01-01T00:00:00Z');
  const index = await indexForTest({ now: () => now });
  await upload(index);
  now = new Date('2026-01-15T00:00:00Z');

  expect((await uploadWheel(index, 'sample-1.0-py3-none-any.whl')).status).toBe(200);
});

test('takes one sdist a release, whatever the spelling of the version', async () => {
  const index = await indexForTest();
  await upload(index);

  const answer = await upload(index, { filename: 'sample-1.0.0.tar.gz', content: 'again' });

  expect(answer.statusText).toBe('Only one sdist may be uploaded per release.');
});

test.each([
  ['sample-1.0.zip', "Filename 'sample-1.0.zip' is invalid, should be 'sample-1.0.tar.gz'."],
  ['Sample-1.0.tar.gz', "Filename 'Sample-1.0.tar.gz' is invalid, should be 'sample-1.0.tar.gz'."],
  ['other-1.0.tar.gz', "Start filename for 'sample' with 'sample'."],
  ['sample-1.1.tar.gz', "Filename 'sample-1.1.tar.gz' is invalid, should be 'sample-1.0.tar.gz'."],
  ['sample.tar.gz', 'Invalid source distribution filename: sample.tar.gz'],
  ['sample-1.0.TAR.GZ', 'Invalid file extension: Extension .TAR.GZ is invalid for filetype sdist. See https://www.python.org/dev/peps/pep-0527 for more information.'],
  ['sample-1.0-py3-none-any.whl', 'Invalid file extension: Extension .whl is invalid for filetype sdist. See https://www.python.org/dev/peps/pep-0527 for more information.'],
  ['sample-1.0.tar.bz2', 'Invalid file extension: Use .tar.gz, .whl or .zip extension. See https://www.python.org/dev/peps/pep-0527 and https://peps.python.org/pep-0715/ for more information'],
  ['a/sample-1.0.tar.gz', "Cannot upload a file with '/' or '\\' in the name."],
  ['sample\t-1.0.tar.gz', 'Cannot upload a file with non-printable characters (ordinals 0-31) or the DEL character (ordinal 127) in the name.'],
])('refuses the sdist %j', async (filename, text) => {
  const index = await indexForTest();

  const answer = await upload(index, { filename, fields: { version: '1.0' } });

  expect([answer.status, answer.statusText]).toEqual([400, text]);
});

test.each([
  ['sample-1.0-py3-none-linux_x86_64.whl', "Binary wheel 'sample-1.0-py3-none-linux_x86_64.whl' has an unsupported platform tag 'linux_x86_64'."],
  ['sample-1.0-cp312-cp312-macosx_26_1_arm64.whl', "Binary wheel 'sample-1.0-cp312-cp312-macosx_26_1_arm64.whl' has an unsupported platform tag 'macosx_26_1_arm64'."],
  ['sample-1.0-cp312-cp312-musllinux_1_2_ppc64.whl', "Binary wheel 'sample-1.0-cp312-cp312-musllinux_1_2_ppc64.whl' has an unsupported platform tag 'musllinux_1_2_ppc64'."],
  ['Sample-1.0-py3-none-any.whl', "Filename 'Sample-1.0-py3-none-any.whl' should contain the normalized project name 'sample', not 'Sample'."],
  ['other-1.0-py3-none-any.whl', "Start filename for 'sample' with 'sample'."],
  ['sample-1.1-py3-none-any.whl', "Version in filename should be '1.0' not '1.1'."],
  ['sample-1.0-py3-any.whl', "Invalid wheel filename (wrong number of parts): 'sample-1.0-py3-any.whl'"],
  ['sample-x-py3-none-any.whl', "Invalid wheel filename (invalid version): 'sample-x-py3-none-any.whl'"],
  ['sam__ple-1.0-py3-none-any.whl', "Invalid project name: 'sam__ple-1.0-py3-none-any.whl'"],
  ['sample-1.0-b1-py3-none-any.whl', "Invalid build number: b1 in 'sample-1.0-b1-py3-none-any.whl'"],
  [`sample-1.0-1${'a'.repeat(224)}-py3-none-any.whl`, `Filename is too long: 'sample-1.0-1${'a'.repeat(224)}-py3-none-any.whl'`],
])('refuses the wheel %s', async (filename, text) => {
  const index = await indexForTest();

  const answer = await uploadWheel(index, filename, { fields: { version: '1.0' } });

  expect([answer.status, answer.statusText]).toEqual([400, text]);
});

test.each([
  'sample-1.0.0-py3-none-any.whl',
  `sample-1.0-1${'a'.repeat(212)}-py3-none-any.whl`,
  'sample-1.0-cp312-cp312-manylinux_2_28_riscv64.manylinux2014_x86_64.whl',
  'sample-1.0-cp312-cp312-macosx_10_9_universal2.whl',
  'sample-1.0-cp312-cp312-macosx_26_0_arm64.whl',
  'sample-1.0-cp313-cp313-ios_13_0_arm64_iphonesimulator.whl',
  'sample-1.0-cp313-cp313-android_21_arm64_v8a.whl',
  'sample-1.0-cp313-cp313-pyemscripten_2025_0_wasm32.whl',
])('takes the wheel %s', async (filename) => {
  const index = await indexForTest();

  expect((await uploadWheel(index, filename, { fields: { version: '1.0' } })).statusText).toBe('OK');
});

test('refuses images', async () => {
  const index = await indexForTest();

  const answer = await upload(index, { contentType: 'image/png' });

  expect(answer.statusText).toBe('Invalid distribution file.');
});

test('limits files and projects, and counts the bytes exactly', async () => {
  const index = await indexForTest({ limits: { fileBytes: 3 * 1024 ** 2, projectBytes: 5 * 1024 ** 2 } });
  const full = await upload(index, { content: Buffer.alloc(3 * 1024 ** 2, 1) });

  const bigger = await upload(index, { filename: 'sample-2.0.tar.gz', content: Buffer.alloc(3 * 1024 ** 2 + 1) });
  const tooMuch = await upload(index, { filename: 'sample-3.0.tar.gz', content: Buffer.alloc(3 * 1024 ** 2, 2) });

  expect(full.status).toBe(200);
  expect(bigger.statusText).toBe("File too large. Limit for project 'sample' is 3 MB. See https://docs.pypi.org/project-management/storage-limits#requesting-a-file-size-limit-increase for more information.");
  expect(tooMuch.statusText).toMatch(/^Project size too large\. Limit for project 'sample' total size is 0 GB\./);
});

test.each(['archived', 'quarantined'] as const)('takes nothing for a project that is %s', async (status) => {
  const index = await indexForTest();
  index.setProjectStatus('sample', status);

  const answer = await upload(index, { token: await mintedToken(index, await signToken(githubClaims())) });

  expect([answer.status, answer.statusText]).toEqual([
    403,
    "The given token isn't allowed to upload to project 'sample'. See https://pypi.org/help/#project-name for more information.",
  ]);
});

const invalidAuthentication = 'Invalid or non-existent authentication information. See https://pypi.org/help/#invalid-auth for more information.';

test.each([
  ['nobody', undefined, invalidAuthentication],
  ['an unknown token', basic('pypi-unknown'), invalidAuthentication],
  ['a scheme it does not know', 'Digest abc', invalidAuthentication],
  ['a user with a password', basic('secret', 'alice'),
    'Username/Password authentication is no longer supported. Migrate to API Tokens or Trusted Publishers instead. See https://pypi.org/help/#apitoken and https://pypi.org/help/#trusted-publishers'],
])('refuses %s with 403, never 401', async (_who, authorization, text) => {
  const index = await indexForTest();

  const answer = await upload(index, { authorization });

  expect([answer.status, answer.statusText]).toEqual([403, text]);
});

test('tells of the form before it tells of an expired token', async () => {
  const index = await indexForTest();
  const token = index.createToken({ expiresAt: new Date(0) });

  const wrongForm = await upload(index, { token, fields: { filetype: 'egg' } });
  const expired = await upload(index, { token });

  expect(wrongForm.status).toBe(400);
  expect([expired.status, expired.statusText]).toEqual([403, 'Invalid API Token: token is expired']);
});

test('says which project a token is not for', async () => {
  const index = await indexForTest();

  const answer = await upload(index, { token: index.createToken({ projects: ['other'] }) });

  expect(answer.statusText).toBe("Invalid API Token: project-scoped token is not valid for project: 'sample'");
});

test.each([
  [{ hasVerifiedEmail: false }, "User 'bob', associated with the API token used, does not have a verified primary email address. Please add a verified primary email before attempting to upload to PyPI. See https://pypi.org/help/#verified-email for more information."],
  [{ hasTwoFactor: false }, "User 'bob', associated with the API token used, does not have two-factor authentication enabled. Please enable two-factor authentication before attempting to upload to PyPI. See https://pypi.org/help/#two-factor-authentication for more information."],
])('demands of an account more than %j', async (owner, text) => {
  const index = await indexForTest();
  const token = index.createToken({ username: 'bob', ...owner });

  const existing = await upload(index, { token });
  const fresh = await upload(index, { token, filename: 'fresh-1.0.tar.gz', fields: { name: 'fresh' } });

  expect([existing.statusText, fresh.statusText]).toEqual([text, text]);
  expect(index.projects()).toEqual(['sample']);
});

test('lets a user create so many projects and no more', async () => {
  const index = await indexForTest({ newProjectLimit: 1 });
  await upload(index, { filename: 'first-1.0.tar.gz', fields: { name: 'first' } });

  const answer = await upload(index, { filename: 'second-1.0.tar.gz', fields: { name: 'second' } });

  expect([answer.status, answer.statusText]).toEqual([429, 'Too many new projects created']);
});

test.each([
  ['json', "The name 'json' isn't allowed (conflict with Python Standard Library module name)."],
  ['samp1e', "The name 'samp1e' is too similar to an existing project."],
])('does not let a user create the project %s', async (name, text) => {
  const index = await indexForTest();

  const answer = await upload(index, { filename: `${name}-1.0.tar.gz`, fields: { name } });

  expect([answer.status, answer.statusText]).toEqual([400, `${text} See https://pypi.org/help/#project-name for more information.`]);
});

test('takes nothing for a project whose organisation is inactive', async () => {
  const index = await indexForTest();
  index.setProjectStanding('sample', false);

  const answer = await upload(index);

  expect(answer.statusText).toMatch(/^Organization account owning this project is inactive\. .* Please contact support\+orgs@pypi\.org\.$/);
});

test('ends minted tokens on time, without grace', async () => {
  let now = new Date();
  const index = await indexForTest({ now: () => now });
  const token = await mintedToken(index, await signToken(githubClaims()));
  const start = Math.floor(now.getTime() / 1000);

  now = new Date((start + 899) * 1000);
  const inTime = await upload(index, { token });
  now = new Date((start + 900) * 1000);
  const late = await upload(index, { token, filename: 'sample-2.0.tar.gz' });

  expect([inTime.status, late.statusText]).toEqual([200, 'Invalid API Token: token is expired']);
});

test('notices a token whose caveats were tampered with', async () => {
  const index = await indexForTest();
  const token = index.createToken({ username: 'alice' });
  const bytes = Buffer.from(token.slice(5), 'base64url');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;

  const answer = await upload(index, { token: `pypi-${bytes.toString('base64url')}` });

  expect(answer.statusText).toBe('Invalid API Token: signatures do not match');
});

test.each([
  [{ readOnly: true }, 'Read-only mode: Uploads are temporarily disabled.'],
  [{ uploadsDisabled: true }, 'New uploads are temporarily disabled. See https://pypi.org/help/#admin-intervention for more information.'],
  [{ newProjectsDisabled: true }, 'New project registration temporarily disabled. See https://pypi.org/help/#admin-intervention for more information.'],
])('says that the switch %j is set', async (flags, text) => {
  const index = await indexForTest({ publishers: [] });
  index.setFlags(flags);

  const answer = await upload(index);

  expect([answer.status, answer.statusText]).toEqual([403, text]);
});

test.each([
  ['legacy', 'POST', 308, 'An upload was attempted to /legacy but the expected upload URL is /legacy/ (with a trailing slash)'],
  ['legacy/', 'GET', 405, 'Method Not Allowed'],
  ['legacy/', 'POST', 405, 'Method Not Allowed'],
  ['legacy/?:action=submit', 'POST', 410, 'Project pre-registration is no longer required or supported, upload your files instead.'],
  ['legacy/?:action=submit_pkg_info', 'POST', 410, 'Project pre-registration is no longer required or supported, upload your files instead.'],
  ['legacy/?:action=doc_upload', 'POST', 410, 'Uploading documentation is no longer supported, we recommend using https://readthedocs.org/.'],
  ['pypi?:action=file_upload', 'POST', 410, /^This API has moved to http:\/\/127\.0\.0\.1:\d+\/legacy\/\./],
  ['simple/', 'POST', 405, 'Method Not Allowed'],
  ['', 'POST', 405, 'Method Not Allowed'],
  ['nowhere', 'GET', 404, 'Not Found'],
])('answers %s to %s with %i', async (path, method, status, text) => {
  const index = await indexForTest();

  const answer = await fetch(new URL(path, index.url), { method, redirect: 'manual' });

  expect(answer.status).toBe(status);
  expect(answer.statusText).toEqual(typeof text === 'string' ? text : expect.stringMatching(text));
  if (status === 308) expect(answer.headers.get('location')).toBe(index.uploadUrl.href);
});
