import { fixedCredential } from '@ropewalk/credentials';
import { indexProfiles, type IndexProfileName } from '@ropewalk/local-index';
import type { UploadFile } from '@ropewalk/uploader';
import { expect, onTestFinished, test } from 'vitest';
import { buildRelease } from './release.ts';
import { readRelease, startFaultyWorld } from './world.ts';

/** Of the size from which on an index is asked first whether it takes the credential. */
async function largeRelease(): Promise<readonly UploadFile[]> {
  return readRelease(buildRelease(1, { paddingBytes: 17 * 1024 * 1024 }));
}

test('a token that PyPI does not know costs one small request, not an upload', async () => {
  const world = await startFaultyWorld(() => undefined);
  onTestFinished(() => world.close());
  const credential = fixedCredential({ source: 'the option --token', kind: 'token', username: '__token__', origin: world.proxy.url.origin }, 'pypi-unknown');

  const [ended] = await world.upload(await largeRelease(), { credential });

  expect(ended?.outcome).toMatchObject({ status: 'failed', scope: 'all', error: { code: 'UPLOAD_UNAUTHORIZED', said: expect.stringContaining('Invalid or non-existent authentication information') } });
  expect(world.proxy.posts()).toBe(1);
  expect(world.index.projects()).toEqual([]);
});

test.each(['pypi', 'devpi', 'pypiserver', 'gitlab', 'nexus', 'artifactory'] satisfies readonly IndexProfileName[])('%s makes nothing of the question, and then takes the file', async (name) => {
  const projects: (readonly string[])[] = [];
  const world = await startFaultyWorld(({ method }) => {
    if (method === 'POST') projects.push(world.index.projects());
    return undefined;
  }, indexProfiles[name]);
  onTestFinished(() => world.close());

  const [ended] = await world.upload(await largeRelease(), { patience: { answerMs: 20_000 } });

  expect(ended?.outcome.status).toBe('uploaded');
  expect(projects).toEqual([[], []]);
  expect(world.index.files()).toHaveLength(1);
});
