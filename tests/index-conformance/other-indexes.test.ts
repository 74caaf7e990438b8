import { createFileLookup, createIndexClient, discoverSimpleUrl, IndexError } from '@ropewalk/index-client';
import { indexProfiles, type IndexProfileName } from '@ropewalk/local-index';
import { expect, test } from 'vitest';
import { fileToUpload, mintedFor, openTestWorld, passwordCredential, tokenCredential, uploadOne, type TestWorld } from './world.ts';

test.each<readonly [IndexProfileName, string, string]>([
  ['pypiserver', 'FILE_EXISTS', 'FILE_EXISTS'],
  ['pypiserver-overwrite', 'uploaded', 'uploaded'],
  ['devpi', 'unchanged', 'FILE_CONFLICT'],
  ['devpi-volatile', 'uploaded', 'uploaded'],
  ['gitlab', 'FILE_EXISTS', 'FILE_EXISTS'],
  ['nexus', 'FILE_EXISTS', 'FILE_EXISTS'],
  ['artifactory', 'FILE_EXISTS', 'FILE_EXISTS'],
])('%s: without asking first, the client reads its answers to the same file as %s and to other content as %s', async (name, same, other) => {
  const world = await openTestWorld({ profile: indexProfiles[name] });
  const credential = passwordCredential(world.index);
  await uploadOne(world, fileToUpload(), credential);

  const again = await uploadOne(world, fileToUpload(), credential);
  const changed = await uploadOne(world, fileToUpload({ content: 'other' }), credential);

  expect([endOf(again), endOf(changed)]).toEqual([same, other]);
});

test.each<IndexProfileName>(['pypi', 'pypiserver', 'devpi', 'gitlab', 'html-only'])('%s: a client that asks first tells the same file from other content', async (name) => {
  const world = await openTestWorld({ profile: indexProfiles[name] });
  const credential = credentialFor(world, name);
  const lookUp = createFileLookup(createIndexClient({ http: world.http, simpleUrl: world.index.simpleUrl }));
  await uploadOne(world, fileToUpload(), credential);

  const again = await uploadOne(world, fileToUpload(), credential, { lookUp });
  const changed = await uploadOne(world, fileToUpload({ content: 'other' }), credential, { lookUp });

  expect([endOf(again), endOf(changed)]).toEqual(['unchanged', 'FILE_CONFLICT']);
});

test.each<IndexProfileName>(['pypi', 'pypiserver', 'devpi', 'html-only'])('%s: the client reads the project page and gets the file whole', async (name) => {
  const world = await openTestWorld({ profile: indexProfiles[name] });
  const client = createIndexClient({ http: world.http, simpleUrl: world.index.simpleUrl });
  const file = fileToUpload({ content: 'the very bytes' });
  await uploadOne(world, file, credentialFor(world, name));

  const [listed] = (await client.project('Sample'))?.files ?? [];
  if (listed === undefined) throw new Error('The file is not listed.');
  const chunks: Uint8Array[] = [];
  for await (const chunk of client.download(listed)) chunks.push(chunk);

  expect(listed).toMatchObject({ filename: file.filename, sha256: file.sha256 });
  expect(Buffer.concat(chunks).toString()).toBe('the very bytes');
});

test.each<IndexProfileName>(['pypi', 'pypiserver', 'devpi', 'gitlab', 'nexus', 'artifactory'])('%s: the client finds the simple API from the upload URL alone', async (name) => {
  const { index, http } = await openTestWorld({ profile: indexProfiles[name] });

  const found = await discoverSimpleUrl(index.uploadUrl, { http });

  expect(found?.href).toBe(index.simpleUrl.href);
});

test('an index that only takes uploads has none to find', async () => {
  const { index, http } = await openTestWorld({ profile: { ...indexProfiles['upload-only'], uploadPath: '/up/', simplePath: '/up/simple/' } });

  expect(await discoverSimpleUrl(index.uploadUrl, { http })).toBeUndefined();
});

test('PyPI: status, yanks, sizes and provenance are read', async () => {
  const world = await openTestWorld();
  const attestation = {
    version: 1,
    verification_material: { certificate: 'AAAA', transparency_entries: [{ logIndex: '1' }] },
    envelope: { statement: Buffer.from('{"predicateType":"https://docs.pypi.org/attestations/publish/v1"}').toString('base64'), signature: 'AAAA' },
  };
  await uploadOne(world, fileToUpload({ fields: { attestations: JSON.stringify([attestation]) } }), await mintedFor(world));
  world.index.yank('sample', '1.0', 'broken');
  world.index.setProjectStatus('sample', 'archived');
  const client = createIndexClient({ http: world.http, simpleUrl: world.index.simpleUrl });

  const project = await client.project('sample');
  const [file] = project?.files ?? [];
  if (file === undefined) throw new Error('The file is not listed.');

  expect(project).toMatchObject({ apiVersion: '1.4', status: 'archived', files: [{ yanked: { reason: 'broken' }, size: 28 }] });
  expect(JSON.parse((await client.provenanceText(file)) ?? '')).toMatchObject({
    attestation_bundles: [{ publisher: { kind: 'GitHub', repository: 'octo/sample', workflow: 'release.yml' }, attestations: [attestation] }],
  });
});

test('an index without a simple API is one that does not have the project', async () => {
  const world = await openTestWorld({ profile: indexProfiles['upload-only'] });
  const client = createIndexClient({ http: world.http, simpleUrl: world.index.simpleUrl });

  expect(await client.project('sample').catch((error: unknown) => error instanceof IndexError)).toBeUndefined();
});

test.each([
  ['a lost reply', { type: 'reply-lost' }],
  ['a cut connection', { type: 'reset' }],
  ['a 503', { type: 'status', status: 503 }],
  ['a limited rate', { type: 'rate-limited', retryAfterSeconds: 1 }],
] as const)('after %s the file is there once, with the right bytes', async (_what, kind) => {
  const world = await openTestWorld();
  world.index.inject({ route: 'upload', kind });
  const file = fileToUpload();

  const outcome = await uploadOne(world, file, tokenCredential(world.index));

  expect(outcome.status).toBe('uploaded');
  expect(world.index.files()).toMatchObject([{ filename: file.filename, sha256: file.sha256 }]);
});

function credentialFor({ index }: TestWorld, name: IndexProfileName): ReturnType<typeof tokenCredential> {
  return name === 'pypi' ? tokenCredential(index) : passwordCredential(index);
}

function endOf(outcome: Awaited<ReturnType<typeof uploadOne>>): string {
  return outcome.status === 'failed' ? outcome.error.code : outcome.status;
}
