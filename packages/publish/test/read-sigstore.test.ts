import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shippedTrustedRoot } from '@ropewalk/trusted-root';
import { readSigstore } from '../src/read-sigstore.ts';

const now = (): Date => new Date('2026-01-01T00:00:00Z');
const fulcioUrl = 'https://fulcio.example/';
const rekorUrl = 'https://rekor.example/';
let folder: string;
let trustedRootFile: string;
let signingConfigFile: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-sigstore-'));
  trustedRootFile = join(folder, 'trusted_root.json');
  signingConfigFile = join(folder, 'signing_config.json');
  await writeFile(trustedRootFile, JSON.stringify(shippedTrustedRoot().json));
  const service = (url: string, majorApiVersion: number): object => ({ url, majorApiVersion, validFor: { start: '2025-01-01T00:00:00Z' } });
  await writeFile(
    signingConfigFile,
    JSON.stringify({
      mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
      caUrls: [service(fulcioUrl, 1)],
      rekorTlogUrls: [service('https://newer.example/', 2), service(rekorUrl, 1)],
    }),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('which Sigstore signs', () => {
  test('is the public good instance when nobody says otherwise', async () => {
    expect(await readSigstore({}, { ROPEWALK_FULCIO_URL: '', ROPEWALK_TRUSTED_ROOT: '' }, now)).toBeUndefined();
  });

  test('is that of the three addresses, from options or environment', async () => {
    const env = { ROPEWALK_REKOR_URL: rekorUrl, ROPEWALK_TRUSTED_ROOT: trustedRootFile };

    expect(await readSigstore({ fulcioUrl }, env, now)).toMatchObject({ fulcioUrl: new URL(fulcioUrl), rekorUrl: new URL(rekorUrl), trustedRoot: { source: trustedRootFile } });
  });

  test('is that of a signing configuration, and of its Rekor v1', async () => {
    expect(await readSigstore({ signingConfigFile, trustedRootFile }, {}, now)).toMatchObject({ fulcioUrl: new URL(fulcioUrl), rekorUrl: new URL(rekorUrl) });
  });

  test('is the staging instance when that is asked for, whatever the environment says', async () => {
    expect(await readSigstore({ staging: true, trustedRootFile }, { ROPEWALK_FULCIO_URL: fulcioUrl, ROPEWALK_REKOR_URL: rekorUrl }, now)).toMatchObject({ rekorUrl: new URL('https://rekor.sigstage.dev') });
  });

  test.each([
    ['Fulcio alone', { fulcioUrl }],
    ['Fulcio and Rekor without a trusted root', { fulcioUrl, rekorUrl }],
    ['staging without a trusted root', { staging: true }],
  ])('is not %s', async (_, options) => {
    await expect(readSigstore(options, {}, now)).rejects.toMatchObject({ code: 'CONFIGURATION_CONFLICT' });
  });

  test('is not two at once', async () => {
    await expect(readSigstore({ fulcioUrl, rekorUrl, trustedRootFile, signingConfigFile }, {}, now)).rejects.toMatchObject({ code: 'CONFIGURATION_CONFLICT' });
    await expect(readSigstore({ staging: true, trustedRootFile, signingConfigFile }, {}, now)).rejects.toMatchObject({ code: 'CONFIGURATION_CONFLICT' });
  });

  test('is not a trusted root alone, for it would check what another signs', async () => {
    await expect(readSigstore({ trustedRootFile }, {}, now)).rejects.toMatchObject({ code: 'CONFIGURATION_CONFLICT' });
  });

  test('is not one whose files cannot be read', async () => {
    await expect(readSigstore({ signingConfigFile: join(folder, 'missing'), trustedRootFile }, {}, now)).rejects.toMatchObject({ code: 'CONFIGURATION_CONFLICT' });
    await expect(readSigstore({ fulcioUrl, rekorUrl, trustedRootFile: join(folder, 'missing') }, {}, now)).rejects.toMatchObject({ code: 'TRUSTED_ROOT_UNREADABLE' });
  });
});
