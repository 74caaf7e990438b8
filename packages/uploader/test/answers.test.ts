import { createHttpClient } from '@ropewalk/http';
import { resultOf } from '@ropewalk/core';
import { afterAll, describe, expect, test } from 'vitest';
import { adviceFor, advices, requestedPause, serverText, upload, vendorAnswerOf, vendorAnswers, type UploadOutcome } from '../src/index.ts';
import { fileOf, startUploadServer } from './upload-server.ts';

const http = createHttpClient({ env: {} });
afterAll(() => http.close());

interface Recorded {
  readonly index: string;
  readonly status: number;
  readonly reason?: string;
  readonly type?: string;
  readonly body?: string;
  readonly expected: string;
}

async function uploadTo(answer: Omit<Recorded, 'index' | 'expected'>): Promise<UploadOutcome | undefined> {
  const server = await startUploadServer((_upload, response) => {
    response.writeHead(answer.status, answer.reason ?? '', { 'content-type': answer.type ?? 'text/plain' }).end(answer.body ?? '');
  });
  const result = await resultOf(upload({ http, files: [fileOf('demo-1.0-py3-none-any.whl')], repositoryUrl: server.url, skipExisting: true, retries: { attempts: 1 } }));
  return result.files[0]?.outcome;
}

// As the indexes say it, word for word where it was recorded.
const existing: readonly Recorded[] = [
  {
    index: 'PyPI',
    status: 400,
    reason: "File already exists ('demo-1.0-py3-none-any.whl', with blake2_256 hash 'aa').",
    type: 'application/json',
    body: JSON.stringify({ message: 'The server could not comply with the request since it is either malformed or otherwise incorrect.\n\n\n', code: "400 File already exists ('demo-1.0-py3-none-any.whl', with blake2_256 hash 'aa'). See https://pypi.org/help/#file-name-reuse for more information.", title: 'Bad Request' }),
    expected: 'FILE_CONFLICT',
  },
  { index: 'devpi', status: 200, reason: 'Upload of identical file to non volatile index.', expected: 'unchanged' },
  {
    index: 'devpi',
    status: 409,
    reason: 'demo-1.0-py3-none-any.whl already exists in non-volatile index',
    type: 'application/json',
    body: '{"message": "\\n\\n\\n\\n\\n", "code": "409 demo-1.0-py3-none-any.whl already exists in non-volatile index", "title": "demo-1.0-py3-none-any.whl already exists in non-volatile index"}',
    expected: 'FILE_CONFLICT',
  },
  {
    index: 'pypiserver',
    status: 409,
    reason: 'Conflict',
    type: 'text/html; charset=UTF-8',
    body: '<!DOCTYPE HTML><html><head><title>Error: 409 Conflict</title></head><body><h1>Error: 409 Conflict</h1><p>Sorry, the requested URL <tt>&#039;http://127.0.0.1:8082/&#039;</tt> caused an error:</p><pre>Package &#039;demo-1.0-py3-none-any.whl&#039; already exists!\n\nYou may start server with `--overwrite` option.</pre></body></html>',
    expected: 'skipped',
  },
  { index: 'Azure Artifacts', status: 409, reason: "Conflict - The feed 'f' already contains file 'demo-1.0-py3-none-any.whl' in package 'demo 1.0'.", expected: 'skipped' },
  { index: 'Nexus', status: 400, reason: 'Repository does not allow updating assets: pypi-internal', expected: 'skipped' },
  { index: 'Nexus', status: 400, body: 'foo-pypi/packages/demo/1.0/demo-1.0-py3-none-any.whl cannot be updated', expected: 'skipped' },
  {
    index: 'Artifactory',
    status: 403,
    type: 'application/json',
    body: '{"errors":[{"status":403,"message":"Not enough permissions to delete/overwrite all artifacts under \'pypi-local:demo/1.0\' (user: \'ci\' needs DELETE permission)."}]}',
    expected: 'skipped',
  },
  { index: 'Artifactory', status: 403, type: 'application/json', body: '{"errors":[{"status":403,"message":"Not enough permissions to overwrite artifact \'x\'"}]}', expected: 'skipped' },
  { index: 'Artifactory', status: 404, type: 'application/json', body: '{"errors":[{"status":404,"message":"Could not locate artifact \'pypi:demo/1.0/demo-1.0-py3-none-any.whl\'"}]}', expected: 'skipped' },
  { index: 'GitLab', status: 400, type: 'application/json', body: '{"message":"Validation failed: File name has already been taken"}', expected: 'skipped' },
  { index: 'Artifact Registry', status: 400, body: 'requested entity already exists\n', expected: 'skipped' },
  { index: 'CodeArtifact', status: 409, reason: 'Conflict', expected: 'skipped' },
];

describe('a file that is there already', () => {
  test.each(existing)('is understood as $index says it ($status)', async ({ expected, ...answer }) => {
    const outcome = await uploadTo(answer);

    expect(outcome?.status === 'failed' ? outcome.error.code : outcome?.status).toBe(expected);
  });

  test('every index in the table is among the answers above', () => {
    const tried = new Set(existing.map(({ index }) => index));

    expect(vendorAnswers.map(({ index }) => index).filter((index) => index !== 'any other' && !tried.has(index))).toEqual([]);
  });

  test('is not read into a plain refusal', () => {
    expect(vendorAnswerOf(403, 'Invalid or non-existent authentication information.')).toBeUndefined();
    expect(vendorAnswerOf(400, "The description failed to render for 'text/x-rst'.")).toBeUndefined();
    expect(vendorAnswerOf(409, 'The project name conflicts with another project')).toBeUndefined();
  });
});

// PyPI's words, from warehouse/forklift and its neighbours.
const refusals: readonly (readonly [id: string, status: number, text: string])[] = [
  ['authentication-invalid', 403, 'Invalid or non-existent authentication information. See https://pypi.org/help/#invalid-auth for more information.'],
  ['password-refused', 403, 'Username/Password authentication is no longer supported. Migrate to API Tokens or Trusted Publishers instead.'],
  ['token-expired', 403, 'Invalid API Token: token is expired'],
  ['token-of-other-project', 403, "Invalid API Token: project-scoped token is not valid for project: 'demo'"],
  ['token-of-other-project', 403, "Invalid API Token: OIDC scoped token is not valid for project 'demo'"],
  ['token-invalid', 403, 'Invalid API Token: unknown caveat'],
  ['not-allowed-for-project', 403, "The user 'someone' isn't allowed to upload to project 'demo'. See https://pypi.org/help/#project-name for more information."],
  ['not-allowed-for-project', 403, "The given token isn't allowed to upload to project 'demo'."],
  ['email-unverified', 400, "User 'someone' does not have a verified primary email address. Please add a verified primary email before attempting to upload to PyPI."],
  ['two-factor-missing', 403, "User 'someone' does not have two-factor authentication enabled. Please enable two-factor authentication before attempting to upload to PyPI."],
  ['read-only', 403, 'Read-only mode: Uploads are temporarily disabled.'],
  ['read-only', 403, 'New uploads are temporarily disabled. See https://pypi.org/help/#admin-intervention for more information.'],
  ['pending-publisher-mismatch', 400, 'Non-user identities cannot create new projects. This was probably caused by successfully using a pending publisher but specifying the project name incorrectly.'],
  ['file-exists', 400, "File already exists ('demo-1.0.tar.gz', with blake2_256 hash 'aa')."],
  ['filename-used', 400, 'This filename was previously used by a file that has since been deleted. Use a different version.'],
  ['filename-used', 400, 'This filename has already been used, use a different version.'],
  ['second-sdist', 400, 'Only one sdist may be uploaded per release.'],
  ['release-too-old', 400, 'Uploading new files to releases older than 14 days is not allowed.'],
  ['file-too-large', 400, "File too large. Limit for project 'demo' is 100 MB. See https://docs.pypi.org/project-management/storage-limits for more information."],
  ['project-too-large', 400, "Project size too large. Limit for project 'demo' total size is 10 GB."],
  ['platform-tag', 400, "Binary wheel 'demo-1.0-cp313-cp313-linux_x86_64.whl' has an unsupported platform tag 'linux_x86_64'."],
  ['filename-mismatch', 400, "Filename 'Demo-1.0.tar.gz' should contain the normalized project name 'demo', not 'Demo'."],
  ['filename-mismatch', 400, "Version in filename should be '1.0' not '1.0.0'."],
  ['filename-mismatch', 400, "Start filename for 'demo' with 'demo'."],
  ['license-file-missing', 400, 'License-File LICENCE does not exist in distribution file demo-1.0.tar.gz at demo-1.0/LICENCE'],
  ['archive-refused', 400, "Wheel 'demo-1.0-py3-none-any.whl' does not contain the required RECORD file: demo-1.0.dist-info/RECORD"],
  ['archive-refused', 400, "Wheel 'demo-1.0-py3-none-any.whl' does not contain the required METADATA file: demo-1.0.dist-info/METADATA"],
  ['archive-refused', 400, 'Wheel has an invalid entry_points.txt file'],
  ['archive-refused', 400, 'ZIP archive not accepted: Data descriptor in local file header. See https://docs.pypi.org/archives for more information'],
  ['archive-refused', 400, 'tar archive not accepted: sparse member'],
  ['archive-refused', 400, 'Invalid distribution file. Compression ratio of 60 exceeds the limit'],
  ['archive-refused', 400, 'Invalid distribution file. PKG-INFO not found at multiple top-level directories'],
  ['description-broken', 400, "The description failed to render for 'text/x-rst'. See https://pypi.org/help/#description-content-type for more information."],
  ['metadata-invalid', 400, "'not-a-classifier' is an invalid value for Classifier. See https://packaging.python.org/specifications/core-metadata for more information."],
  ['metadata-invalid', 400, 'Invalid value for filetype. Error: Use a known file type.'],
  ['metadata-invalid', 400, "'1.0+local' is an invalid value for Version. Error: Can't use PEP 440 local versions."],
  ['attestations-without-trusted-publishing', 400, 'Invalid attestations supplied during upload: Attestations are only supported when using Trusted Publishing'],
  ['attestations-not-for-publisher', 400, 'Invalid attestations supplied during upload: Attestations are not currently supported with ActiveState publishers'],
  ['attestations-empty', 400, 'Invalid attestations supplied during upload: Malformed attestations: an empty attestation set is not permitted'],
  ['attestations-too-many', 400, 'Invalid attestations supplied during upload: A maximum of 2 attestations per file are supported'],
  ['attestations-too-many', 400, 'Invalid attestations supplied during upload: Multiple attestations for the same file with the same predicate type'],
  ['attestation-predicate', 400, 'Invalid attestations supplied during upload: Attestation with unsupported predicate type: https://example.com/x'],
  ['attestation-unverified', 400, 'Invalid attestations supplied during upload: Could not verify the uploaded artifact using the included attestation: Verification failed'],
  ['too-many-projects', 429, 'Too many new projects created'],
  ['digest-mismatch', 400, 'The digest supplied does not match a digest calculated from the uploaded file.'],
];

describe('a refusal', () => {
  test.each(refusals)('has the advice %s (%i %s)', (id, status, text) => {
    expect(adviceFor(status, text)?.id).toBe(id);
  });

  test('has advice that reads as an order and names no secret', () => {
    for (const { remedy, id } of advices) expect([id, /^[A-Z].*[.)]$/.test(remedy)]).toEqual([id, true]);
    expect(new Set(advices.map(({ id }) => id)).size).toBe(advices.length);
  });

  test('quotes the index and gives the advice in the error', async () => {
    const outcome = await uploadTo({ status: 400, reason: 'Bad Request', type: 'application/json', body: '{"code":"400 Only one sdist may be uploaded per release.","title":"Bad Request"}' });

    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'UPLOAD_REFUSED', status: 400, said: 'Only one sdist may be uploaded per release.' } });
    expect(outcome?.status === 'failed' ? outcome.error.message : '').toContain('“Only one sdist may be uploaded per release.”');
  });

  test('by a page that is not for uploads explains the address', async () => {
    for (const status of [404, 405, 410]) {
      expect(await uploadTo({ status, type: 'text/html', body: '<title>Not here</title>' })).toMatchObject({ status: 'failed', scope: 'all', error: { code: 'UPLOAD_WRONG_URL' } });
    }
  });
});

describe('the words of an index', () => {
  const said = async (status: number, reason: string, type: string, body: string): Promise<string> => {
    const server = await startUploadServer((_upload, response) => void response.writeHead(status, reason, { 'content-type': type }).end(body));
    return serverText(await http.request({ url: server.url, method: 'POST', body: '' }));
  };

  test.each([
    ['problem details', 400, '', 'application/problem+json', '{"title":"Bad","detail":"The name is taken","status":400}', 'The name is taken'],
    ['the code of Warehouse', 400, '', 'application/json', '{"message":"The server could not comply","code":"400 Use a known file type.","title":"Bad Request"}', 'Use a known file type.'],
    ['an object of lists', 400, '', 'application/json', '{"message":{"version":["is invalid"]}}', 'is invalid'],
    ['an error member', 400, '', 'application/json; charset=utf-8', '{"error":"requires_python is missing"}', 'requires_python is missing'],
    ['the reason phrase', 400, 'no such index', 'text/html', '<html><head><title>400 Bad Request</title></head></html>', 'no such index'],
    ['plain text', 400, 'Bad Request', 'text/plain', '400 Bad Request\n\nOops', 'Bad Request Oops'],
    ['the title of a page', 502, 'Bad Gateway', 'text/html', '<html><head><title>Out &amp; down</title></head><body></body></html>', 'Out & down'],
    ['nothing', 500, 'Internal Server Error', 'text/html', '', ''],
    ['JSON that is deep beyond reason', 500, 'Internal Server Error', 'application/json', `{"message":${'['.repeat(100_000)}"x"${']'.repeat(100_000)}}`, ''],
    ['broken JSON', 500, 'Internal Server Error', 'application/json', '{"a', ''],
  ] as const)('are found in %s', async (_where, status, reason, type, body, expected) => {
    expect(await said(status, reason, type, body)).toBe(expected);
  });

  test('are made harmless before they are shown', async () => {
    const text = await said(400, '', 'text/plain', 'evil\u001b[2J\u202e\n::add-mask::x pypi-AgEIcHlwaS5vcmcCJDAwMDA https://u:p@h/?q=1');

    expect(text).toBe('evil ::add-mask::x pypi-[hidden] https://h/');
  });
});

describe('the pause an index asks for', () => {
  const now = new Date('2026-11-25T12:00:00Z');

  test.each([
    [{ 'retry-after': '30' }, 30_000],
    [{ ratelimit: '"project.create.user";r=0;t=3600' }, 3_600_000],
    [{ ratelimit: '"a";r=3;t=60, "b";r=0;t=90' }, 90_000],
    [{ ratelimit: 'limit=4, remaining=0, reset=30' }, 30_000],
    [{ ratelimit: '"a";r=3;t=60' }, undefined],
    [{ 'ratelimit-reset': '45', 'ratelimit-remaining': '0' }, 45_000],
    [{ 'x-ratelimit-reset': String(Date.parse('2026-11-25T12:00:10Z') / 1000), 'x-ratelimit-remaining': '0' }, 10_000],
    [{ 'ratelimit-reset': '45', 'ratelimit-remaining': '7' }, undefined],
    [{}, undefined],
  ])('is read from %o', (headers, expected) => {
    expect(requestedPause(headers as Record<string, string>, now)).toBe(expected);
  });
});
