import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleEntry } from './sample-entry.ts';
import { startWorld, type Answer, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const rekor = (path: string) => new URL(path, world.sigstore.rekorUrl);
const uuidOf = (answer: Answer) => Object.keys(answer.body as object)[0] ?? expect.fail();

describe('Rekor', () => {
  test('logs an entry and says where it is', async () => {
    const answer = await world.post(rekor('api/v1/log/entries'), sampleEntry().proposed);

    const uuid = uuidOf(answer);
    expect(answer).toMatchObject({ status: 201, headers: { location: `/api/v1/log/entries/${uuid}`, etag: uuid } });
  });

  test('answers the same entry again with a conflict, its place and its UUID', async () => {
    const { proposed } = sampleEntry();
    const uuid = uuidOf(await world.post(rekor('api/v1/log/entries'), proposed));

    const answer = await world.post(rekor('api/v1/log/entries'), proposed);

    expect(answer).toMatchObject({
      status: 409,
      headers: { location: `/api/v1/log/entries/${uuid}` },
      body: { code: 409, message: `an equivalent entry already exists in the transparency log with UUID ${uuid}` },
    });
  });

  test('finds an entry by UUID, by index and by its content, each time with a fresh promise', async () => {
    const { proposed } = sampleEntry();
    const logged = await world.post(rekor('api/v1/log/entries'), proposed);
    const uuid = uuidOf(logged);
    const entry = world.sigstore.transparencyLog.entry(uuid);

    const byUuid = await world.get(rekor(`api/v1/log/entries/${uuid}`));
    const byIndex = await world.get(rekor(`api/v1/log/entries?logIndex=${entry?.logIndex}`));
    const byContent = await world.post(rekor('api/v1/log/entries/retrieve'), { entries: [proposed, sampleEntry().proposed] });

    for (const answer of [byUuid, byIndex, { ...byContent, body: (byContent.body as readonly unknown[])[0] }]) {
      expect(answer).toMatchObject({ status: 200, body: { [uuid]: { body: entry?.body, logIndex: entry?.logIndex } } });
    }
    expect(byContent.body).toHaveLength(1);
    expect(byUuid.body).not.toEqual(logged.body);
  });

  test('knows no entry that was never logged', async () => {
    expect(await world.get(rekor(`api/v1/log/entries/${'0'.repeat(80)}`))).toMatchObject({ status: 404 });
    expect(await world.get(rekor('api/v1/log/entries?logIndex=999999'))).toMatchObject({ status: 404 });
  });

  test('refuses an entry it cannot verify, and says why', async () => {
    const answer = await world.post(rekor('api/v1/log/entries'), { kind: 'hashedrekord' });

    expect(answer).toMatchObject({ status: 400, body: { code: 400, message: 'error processing entry: this log takes dsse 0.0.1 only' } });
  });

  test('proves that it only grew, as far as it has grown', async () => {
    await world.post(rekor('api/v1/log/entries'), sampleEntry().proposed);
    await world.post(rekor('api/v1/log/entries'), sampleEntry().proposed);
    const { tree } = world.sigstore.transparencyLog;
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

    expect(await world.get(rekor('api/v1/log/proof?lastSize=2'))).toMatchObject({ status: 200, body: { rootHash: hex(tree.root(2)), hashes: tree.consistencyProof(1, 2).map(hex) } });
    expect(await world.get(rekor('api/v1/log/proof?firstSize=1&lastSize=1000'))).toMatchObject({ status: 400 });
    expect(await world.get(rekor('api/v1/log/proof?firstSize=nonsense&lastSize=2'))).toMatchObject({ status: 400 });
  });

  test('shows its head and its key', async () => {
    const { key, tree, treeId } = world.sigstore.transparencyLog;

    expect((await world.get(rekor('api/v1/log'))).body).toMatchObject({ treeID: treeId, treeSize: tree.size, rootHash: Buffer.from(tree.root()).toString('hex') });
    expect((await world.get(rekor('api/v1/log/publicKey'))).body).toBe(key.publicKeyPem);
  });
});

test('the trusted root begins an hour before and names logs and authority of this instance', async () => {
  const now = new Date('2026-05-06T07:08:09Z');
  const dated = await startWorld({ now: () => now });
  const { trustedRoot, transparencyLog, certificateLog, authority } = dated.sigstore;
  await dated.close();

  const validFor = { start: '2026-05-06T06:08:09Z' };
  const id = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  expect(trustedRoot).toMatchObject({
    tlogs: [{ baseUrl: `https://${transparencyLog.origin}`, publicKey: { validFor }, logId: { keyId: id(transparencyLog.key.logId) } }],
    ctlogs: [{ publicKey: { validFor }, logId: { keyId: id(certificateLog.key.logId) } }],
    certificateAuthorities: [{ validFor, certChain: { certificates: authority.chain.map((der) => ({ rawBytes: id(der) })) } }],
    timestampAuthorities: [],
  });
});
