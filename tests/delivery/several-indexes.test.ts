import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalIndex } from '@ropewalk/local-index';
import { rehearsalJobs } from '@ropewalk/rehearsal';
import { parsePublisher, publisherKinds } from '@ropewalk/oidc/publisher';
import { verify } from '@ropewalk/verifier';
import { attestationFrom } from '@ropewalk/pep740';
import { describe, expect, test } from 'vitest';
import type { World } from '@ropewalk/rehearsal';
import { jobOf, openDemoWorld, openFolder, project, run, startIndex, stored, uploadsTo, writeRelease } from './world.ts';

/** A second index that knows the world's CI and Sigstore. */
function secondIndex(world: World): Promise<LocalIndex> {
  return startIndex({
    issuers: world.ci.issuers,
    publishers: [{ project, publisher: rehearsalJobs.github.publisher }],
    verifyAttestation: async (upload) => {
      verify({ distribution: upload, attestation: attestationFrom(upload.attestation), publisher: parsePublisher(upload.publisher), kinds: publisherKinds, trustedRoot: world.trustedRoot });
    },
  });
}

describe('several indexes in one run', () => {
  test('it is signed once, and one report tells of both', async () => {
    const [folder, world] = [await openFolder(), await openDemoWorld()];
    const second = await secondIndex(world);
    const files = await writeRelease(folder, 2);

    const ended = await run(folder, ['publish', ...files, '-r', world.index.uploadUrl.href, '-r', second.uploadUrl.href], await jobOf(world, folder));

    expect(ended).toMatchObject({ status: 0 });
    expect(ended.stderr.match(/^attested: /gm)).toHaveLength(2);
    expect(stored(second)).toEqual(stored(world.index));
    expect(second.files().every(({ hasProvenance }) => hasProvenance)).toBe(true);
    expect(ended.stdout).toContain(world.index.uploadUrl.host);
    expect(ended.stdout).toContain(second.uploadUrl.host);
  });

  test('where the first is not done, the second is not begun; the same command finishes both', async () => {
    const [folder, world] = [await openFolder(), await openDemoWorld()];
    const second = await secondIndex(world);
    const files = await writeRelease(folder, 2);
    const args = ['publish', ...files, '-r', world.index.uploadUrl.href, '-r', second.uploadUrl.href];
    const env = await jobOf(world, folder);
    world.index.inject({ route: 'upload', kind: { type: 'status', status: 400, reason: 'no' }, after: 1 });

    const first = await run(folder, args, env);
    const begun = uploadsTo(second);
    const again = await run(folder, args, env);

    expect(first).toMatchObject({ status: 6 });
    expect(begun).toBe(0);
    expect(again).toMatchObject({ status: 0 });
    expect(stored(second)).toEqual(stored(world.index));
  });

  test('each is uploaded to with its own credentials, by their names in .pypirc', async () => {
    const [folder, one, two] = [await openFolder(), await startIndex(), await startIndex()];
    const files = await writeRelease(folder, 1);
    const section = (name: string, index: LocalIndex): string => `[${name}]\nrepository = ${index.uploadUrl.href}\nusername = __token__\npassword = ${index.createToken()}\n`;
    await writeFile(join(folder, '.pypirc'), `[distutils]\nindex-servers =\n  one\n  two\n\n${section('one', one)}\n${section('two', two)}`);

    const ended = await run(folder, ['upload', ...files, '-r', 'one', '-r', 'two']);

    expect(ended).toMatchObject({ status: 0 });
    expect([stored(one), stored(two)].map((files_) => Object.keys(files_).length)).toEqual([1, 1]);
  });

  test('one token for several is refused', async () => {
    const folder = await openFolder();
    const files = await writeRelease(folder, 1);

    const ended = await run(folder, ['upload', ...files, '-r', 'pypi', '-r', 'testpypi', '--token', 'pypi-x']);

    expect(ended).toMatchObject({ status: 2 });
  });
});
