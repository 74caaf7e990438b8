import { discoverSimpleUrl } from '@ropewalk/index-client';
import { indexProfiles, type IndexProfileName } from '@ropewalk/local-index';
import type { UploadedFile, UploadRequest } from '@ropewalk/uploader';
import { describe, expect, onTestFinished, test } from 'vitest';
import { buildRelease } from './release.ts';
import { readRelease, startFaultyWorld } from './world.ts';

interface Expected {
  /** The same file again and another of its name, the index asked before. */
  readonly asked: readonly [identical: string, different: string];
  /** The same without asking: its answers decide. */
  readonly blind: readonly [identical: string, different: string];
  /** As `blind`, and files that exist are to be skipped. */
  readonly skipping: readonly [identical: string, different: string];
}

const compared = ['unchanged', 'FILE_CONFLICT'] as const;

// PyPI says yes to the same bytes in the same words as to new ones, hence `uploaded`.
const expectations: Readonly<Record<IndexProfileName, Expected>> = {
  pypi: { asked: compared, blind: ['uploaded', 'FILE_CONFLICT'], skipping: ['uploaded', 'FILE_CONFLICT'] },
  'pypi-without-attestations': { asked: compared, blind: ['uploaded', 'FILE_CONFLICT'], skipping: ['uploaded', 'FILE_CONFLICT'] },
  pypiserver: { asked: compared, blind: ['FILE_EXISTS', 'FILE_EXISTS'], skipping: ['skipped', 'skipped'] },
  'pypiserver-overwrite': { asked: compared, blind: ['uploaded', 'uploaded'], skipping: ['uploaded', 'uploaded'] },
  devpi: { asked: compared, blind: compared, skipping: compared },
  'devpi-volatile': { asked: compared, blind: ['uploaded', 'uploaded'], skipping: ['uploaded', 'uploaded'] },
  gitlab: { asked: compared, blind: ['FILE_EXISTS', 'FILE_EXISTS'], skipping: ['skipped', 'skipped'] },
  nexus: { asked: compared, blind: ['FILE_EXISTS', 'FILE_EXISTS'], skipping: ['skipped', 'skipped'] },
  artifactory: { asked: compared, blind: ['FILE_EXISTS', 'FILE_EXISTS'], skipping: ['skipped', 'skipped'] },
  'html-only': { asked: compared, blind: ['uploaded', 'FILE_EXISTS'], skipping: ['uploaded', 'skipped'] },
  'upload-only': { asked: ['uploaded', 'FILE_EXISTS'], blind: ['uploaded', 'FILE_EXISTS'], skipping: ['uploaded', 'skipped'] },
};

const results = (ended: readonly UploadedFile[]): string => ended.map(({ outcome }) => (outcome.status === 'failed' ? outcome.error.code : outcome.status)).join();

describe('a file that an index has already', () => {
  test.each(Object.entries(expectations))('%s', async (name, expected) => {
    const world = await startFaultyWorld(() => undefined, indexProfiles[name as IndexProfileName]);
    onTestFinished(() => world.close());
    const files = await readRelease(buildRelease(1, { salt: 'a' }));
    const others = await readRelease(buildRelease(1, { salt: 'b' }));
    const twice = async (options: Partial<UploadRequest>): Promise<readonly string[]> => {
      // Overwriting indexes have the other file after the second: so the first goes up again.
      const identical = results(await world.upload(files, options));
      const different = results(await world.upload(others, options));
      if (different === 'uploaded') await world.upload(files, { lookUp: async () => undefined });
      return [identical, different];
    };
    expect(results(await world.upload(files))).toBe('uploaded');

    expect(await twice({})).toEqual(expected.asked);
    expect(await twice({ lookUp: async () => undefined })).toEqual(expected.blind);
    expect(await twice({ lookUp: async () => undefined, skipExisting: true })).toEqual(expected.skipping);
  });
});

test.each(['gitlab', 'nexus', 'artifactory', 'devpi', 'pypiserver', 'pypi'] as const)('%s: its simple API is found from its upload URL', async (name) => {
  const world = await startFaultyWorld(() => undefined, indexProfiles[name]);
  onTestFinished(() => world.close());

  expect((await discoverSimpleUrl(world.index.uploadUrl, { http: world.http }))?.href).toBe(world.index.simpleUrl.href);
});
