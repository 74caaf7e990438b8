import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { LocalIndex } from '../src/index.ts';
import { githubClaims, signToken } from './support/issuers.ts';
import { indexForTest } from './support/index-for-tests.ts';
import { mintedToken, upload, uploadWheel } from './support/requests.ts';

const simpleJson = 'application/vnd.pypi.simple.v1+json';

test('describes a project as PyPI’s simple API 1.4 does', async () => {
  const index = await indexForTest({ now: () => new Date('2026-01-02T03:04:05.678Z') });
  await upload(index, { content: 'abc', fields: { requires_python: '>=3.10' } });

  const answer = await get(index, 'simple/sample/', simpleJson);
  const body = await answer.text();

  expect(answer.headers.get('content-type')).toBe(simpleJson);
  expect(answer.headers.get('x-pypi-last-serial')).toBe('2');
  expect(body.endsWith('}\n')).toBe(true);
  expect(JSON.parse(body)).toEqual({
    meta: { 'api-version': '1.4', '_last-serial': 2 },
    name: 'sample',
    'project-status': { status: 'active' },
    versions: ['1.0'],
    files: [
      {
        filename: 'sample-1.0.tar.gz',
        url: expect.stringMatching(/\/packages\/[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{60}\/sample-1\.0\.tar\.gz$/),
        hashes: { sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
        'requires-python': '>=3.10',
        size: 3,
        'upload-time': '2026-01-02T03:04:05.678000Z',
        yanked: false,
        'data-dist-info-metadata': false,
        'core-metadata': false,
        provenance: null,
      },
    ],
  });
});

test('puts the BLAKE2b-256 digest into the address of a file', async () => {
  const index = await indexForTest();
  await upload(index, { content: 'abc' });

  const body = await (await get(index, 'simple/sample/', simpleJson)).text();

  expect(body).toContain('/packages/bd/dd/813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319/sample-1.0.tar.gz');
});

test.each([
  [undefined, 'text/html; charset=UTF-8'],
  ['*/*', 'text/html; charset=UTF-8'],
  ['image/png', 'text/html; charset=UTF-8'],
  [simpleJson, simpleJson],
  [`${simpleJson}, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01`, simpleJson],
  ['application/vnd.pypi.simple.v1+html', 'application/vnd.pypi.simple.v1+html; charset=UTF-8'],
])('answers Accept %s with %s', async (accept, type) => {
  const index = await indexForTest();

  expect((await get(index, 'simple/sample/', accept)).headers.get('content-type')).toBe(type);
});

test('links files with their digests, and neutralises what people wrote', async () => {
  const index = await indexForTest();
  await upload(index, { fields: { requires_python: '>=3,<4' } });
  index.yank('sample', '1.0.0', 'broken "really" <b>');

  const page = await (await get(index, 'simple/sample/', 'text/html')).text();

  expect(page).toMatch(/sample-1\.0\.tar\.gz#sha256=[0-9a-f]{64}" data-requires-python="&#62;=3,&#60;4" data-yanked="broken &#34;really&#34; &#60;b&#62;"/);
});

test('sends other spellings of a name to the normalised one', async () => {
  const index = await indexForTest({ publishers: [{ project: 'Sample.Name', publisher: { kind: 'Google', email: 'a@b.org' } }] });

  const answer = await get(index, 'simple/Sample_Name/');

  expect([answer.status, answer.headers.get('location')]).toEqual([301, `${index.simpleUrl.href}sample-name/`]);
});

test('says in plain text that there is no such project', async () => {
  const index = await indexForTest();

  const answer = await get(index, 'simple/nothing/');

  expect([answer.status, await answer.text()]).toEqual([404, '404 Not Found']);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
});

test('lists projects, but no quarantined ones, whose files are hidden too', async () => {
  const index = await indexForTest();
  await upload(index);
  await upload(index, { filename: 'other-1.0.tar.gz', fields: { name: 'other' } });
  index.setProjectStatus('sample', 'quarantined');

  const list: unknown = await (await get(index, 'simple/', simpleJson)).json();
  const page = await (await get(index, 'simple/', 'text/html')).text();
  const detail: unknown = await (await get(index, 'simple/sample/', simpleJson)).json();

  expect(list).toMatchObject({ projects: [{ name: 'other' }] });
  expect(page).toContain('<a href="/simple/other/">other</a>');
  expect(page).not.toContain('sample');
  expect(detail).toMatchObject({ 'project-status': { status: 'quarantined' }, files: [], versions: [] });
});

test('sorts versions as PEP 440 does', async () => {
  const index = await indexForTest();
  for (const version of ['1.10', '1.9', '1.10rc1', '1!0.1']) await upload(index, { filename: `sample-${version}.tar.gz` });

  const body: unknown = await (await get(index, 'simple/sample/', simpleJson)).json();

  expect(body).toMatchObject({ versions: ['1.9', '1.10rc1', '1.10', '1!0.1'] });
});

test('serves METADATA beside a wheel', async () => {
  const index = await indexForTest();
  const metadata = 'Metadata-Version: 2.1\nName: sample\nVersion: 1.0\n';
  await uploadWheel(index, 'sample-1.0-py3-none-any.whl', { content: zipOf('sample-1.0.dist-info/METADATA', metadata) });
  const body = await (await get(index, 'simple/sample/', simpleJson)).text();
  const url = /"url":"([^"]+)"/.exec(body)?.[1] ?? '';

  expect(body).toMatch(/"core-metadata":\{"sha256":"[0-9a-f]{64}"\}/);
  expect(await (await fetch(`${url}.metadata`)).text()).toBe(metadata);
});

test('serves the provenance it made, for any spelling of project and version', async () => {
  const index = await indexWithProvenance();

  const answer = await get(index, 'integrity/SAMPLE/1.0.0/sample-1.0.tar.gz/provenance');

  expect(answer.headers.get('content-type')).toBe('application/vnd.pypi.integrity.v1+json');
  expect(await answer.json()).toEqual({
    version: 1,
    attestation_bundles: [
      {
        publisher: { kind: 'GitHub', repository: 'octo/sample', workflow: 'release.yml', environment: null },
        attestations: [{ version: 1, verification_material: { certificate: 'AAAA', transparency_entries: [{ logIndex: '1' }] }, envelope: { statement: statement(), signature: 'AAAA' } }],
      },
    ],
  });
});

test('names the provenance in both forms of the simple API', async () => {
  const index = await indexWithProvenance();
  const url = `${index.url.origin}/integrity/sample/1.0/sample-1.0.tar.gz/provenance`;

  expect(await (await get(index, 'simple/sample/', simpleJson)).text()).toContain(`"provenance":"${url}"`);
  expect(await (await get(index, 'simple/sample/', 'text/html')).text()).toContain(`data-provenance="${url}"`);
});

test('answers integrity requests in PyPI’s order: unknown file, type, switch, none', async () => {
  const index = await indexWithProvenance();
  await upload(index, { filename: 'sample-2.0.tar.gz' });
  const path = 'integrity/sample/1.0/sample-1.0.tar.gz/provenance';

  const unknown = await get(index, 'integrity/sample/3.0/sample-3.0.tar.gz/provenance', 'text/html');
  const wrongType = await get(index, path, 'text/html');
  const none = await get(index, 'integrity/sample/2.0/sample-2.0.tar.gz/provenance');
  index.setFlags({ attestationsDisabled: true });
  const disabled = await get(index, path, 'application/json');

  expect([unknown.status, unknown.headers.get('content-type')]).toEqual([404, 'text/html; charset=UTF-8']);
  expect([wrongType.status, await wrongType.json()]).toEqual([406, { message: 'Request not acceptable' }]);
  expect([none.status, await none.json()]).toEqual([404, { message: 'No provenance available for sample-2.0.tar.gz' }]);
  expect([disabled.status, await disabled.json()]).toEqual([403, { message: 'Attestations temporarily disabled' }]);
});

function get(index: LocalIndex, path: string, accept?: string): Promise<Response> {
  return fetch(new URL(path, index.url), { redirect: 'manual', ...(accept === undefined ? {} : { headers: { accept } }) });
}

function statement(): string {
  return Buffer.from('{"predicateType":"https://docs.pypi.org/attestations/publish/v1"}').toString('base64');
}

async function indexWithProvenance(): Promise<LocalIndex> {
  const index = await indexForTest();
  const attestation = {
    version: 1,
    verification_material: { certificate: 'AAAA', transparency_entries: [{ logIndex: '1' }], unknown: 'dropped' },
    envelope: { statement: statement(), signature: 'AAAA' },
    unknown: 'dropped',
  };
  const token = await mintedToken(index, await signToken(githubClaims()));
  const answer = await upload(index, { token, fields: { attestations: JSON.stringify([attestation]) } });
  expect(answer.statusText).toBe('OK');
  return index;
}

/** A zip file with one deflated member; the reader under test looks at no checksum. */
function zipOf(name: string, text: string): Buffer {
  const packed = deflateRawSync(text);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name), end]);
}
