import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { ropewalk } from './ropewalk.ts';

const attestation = fixture('pypi', 'pypi_attestations-0.0.19.tar.gz.publish.attestation');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-convert-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(!hasFixtures())('convert', () => {
  test('an attestation becomes a bundle and the same attestation again', async () => {
    const bundle = join(folder, 'bundle.json');
    const back = join(folder, 'back.attestation');

    const there = await ropewalk(['convert', attestation, '--to', 'bundle', '-o', bundle]);
    const again = await ropewalk(['convert', bundle, '--to', 'attestation', '-o', back]);

    expect([there.status, again.status]).toEqual([0, 0]);
    expect(JSON.parse(await readFile(back, 'utf8'))).toEqual(JSON.parse(await readFile(attestation, 'utf8')));
  });

  test('draft timestamps go along', async () => {
    const draft = join(folder, 'draft.attestation');
    const original: { verification_material: object } = JSON.parse(await readFile(attestation, 'utf8'));
    original.verification_material = { ...original.verification_material, timestamps: ['MAA='] };
    await writeFile(draft, JSON.stringify(original));

    const run = await ropewalk(['convert', draft, '--to', 'bundle']);

    expect(JSON.parse(run.stdout)).toMatchObject({ verificationMaterial: { timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: 'MAA=' }] } } });
  });

  test.each([
    ['a signature over a file', fixture('sigstore-servers', 'v2.artifact.sigstore.json'), 'signs bytes directly'],
    ['an entry of Rekor v2', fixture('sigstore-servers', 'v2.dsse.sigstore.json'), 'Rekor v1'],
    ['a bare key', fixture('conformance', 'managed-key-and-trusted-root', 'bundle.sigstore.json'), 'PEP 740'],
  ])('%s has no place in PEP 740, and the message says why', async (_, file, reason) => {
    const run = await ropewalk(['convert', file, '--to', 'attestation']);

    expect(run.status).toBe(1);
    expect(run.stderr).toContain('BUNDLE_NOT_CONVERTIBLE');
    expect(run.stderr).toContain(reason);
  });

  test('a file with other content is left alone', async () => {
    const existing = join(folder, 'existing');
    await writeFile(existing, 'mine');

    const run = await ropewalk(['convert', attestation, '--to', 'bundle', '-o', existing]);

    expect(run.status).toBe(2);
    expect(await readFile(existing, 'utf8')).toBe('mine');
  });

  test('text is no evidence, and --to is required', async () => {
    const text = join(folder, 'text');
    await writeFile(text, 'hello');

    expect([(await ropewalk(['convert', text, '--to', 'bundle'])).status, (await ropewalk(['convert', attestation])).status]).toEqual([1, 2]);
  });
});
