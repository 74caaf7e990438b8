import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { indexProfiles } from '@ropewalk/local-index';
import { describe, expect, test } from 'vitest';
import { jobOf, openDemoWorld, openFolder, run, startIndex, stored, uploadsTo, writeRelease } from './world.ts';

const digestOf = async (path: string): Promise<string> => createHash('sha256').update(await readFile(path)).digest('hex');

describe('files that the index has already', () => {
  test('the same release again is unchanged, and nothing is sent', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const files = await writeRelease(folder, 3);
    const args = ['upload', ...files, '--repository-url', index.uploadUrl.href, '--token', index.createToken()];

    const first = await run(folder, args);
    const sent = uploadsTo(index);
    const second = await run(folder, args);

    expect(first).toMatchObject({ status: 0 });
    expect(second).toMatchObject({ status: 0 });
    expect(second.stdout.match(/^unchanged /gm)).toHaveLength(3);
    expect(uploadsTo(index)).toBe(sent);
  });

  test.each([[[]], [['--skip-existing']]])('other content under the same name is an error with both digests, and nothing is sent %j', async (options) => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const theirs = await writeRelease(folder, 1, { salt: 'theirs', name: 'theirs' });
    const ours = await writeRelease(folder, 3, { salt: 'ours' });
    const args = ['--repository-url', index.uploadUrl.href, '--token', index.createToken(), ...options];
    await run(folder, ['upload', ...theirs, ...args]);

    const second = await run(folder, ['upload', ...ours, ...args]);

    expect(second).toMatchObject({ status: 6 });
    expect(second.stderr).toContain(await digestOf(theirs[0] ?? ''));
    expect(second.stderr).toContain(await digestOf(ours[0] ?? ''));
    expect(Object.keys(stored(index))).toHaveLength(1);
    expect(second.stdout).toMatch(/^failed .*\nnot tried .*\nnot tried /m);
    // No command can finish this.
    expect(second.stderr).not.toContain('To finish');
  });

  test('in a CI job, other content is found before anything is signed', async () => {
    const [folder, world] = [await openFolder(), await openDemoWorld()];
    const theirs = await writeRelease(folder, 1, { salt: 'theirs', name: 'theirs' });
    await run(folder, ['upload', ...theirs, '--repository-url', world.index.uploadUrl.href, '--token', world.index.createToken()]);

    const ours = await run(folder, ['publish', ...(await writeRelease(folder, 1))], await jobOf(world, folder));

    expect(ours).toMatchObject({ status: 6 });
    expect(ours.stderr).not.toContain('signing as');
  });

  test('an index without a readable simple API: that is a note, and its own answers decide', async () => {
    const [folder, index] = [await openFolder(), await startIndex({ profile: indexProfiles['upload-only'], users: [{ username: 'u', password: 'p' }] })];
    const files = await writeRelease(folder, 1);
    const args = ['upload', ...files, '--repository-url', index.uploadUrl.href, '-u', 'u', '-p', 'p'];

    const first = await run(folder, args);
    const other = await writeRelease(folder, 1, { salt: 'other', name: 'other' });
    const second = await run(folder, ['upload', ...other, ...args.slice(2)]);
    const skipped = await run(folder, ['upload', ...other, ...args.slice(2), '--skip-existing']);

    expect(first).toMatchObject({ status: 0 });
    expect(first.stderr).toMatch(/^note: .*nothing is compared before/m);
    expect(second).toMatchObject({ status: 6 });
    expect(skipped).toMatchObject({ status: 0 });
    expect(skipped.stdout).toMatch(/^skipped .*nobody could tell/m);
  });

  test.each(['pypiserver', 'devpi', 'gitlab', 'nexus', 'artifactory'] as const)('%s: the same file is unchanged, another is an error', async (name) => {
    const [folder, index] = [await openFolder(), await startIndex({ profile: indexProfiles[name], users: [{ username: 'u', password: 'p' }] })];
    const login = ['--repository-url', index.uploadUrl.href, '-u', 'u', '-p', 'p'];
    const files = await writeRelease(folder, 2);
    const other = await writeRelease(folder, 2, { salt: 'other', name: 'other' });

    const runs = [await run(folder, ['upload', ...files, ...login]), await run(folder, ['upload', ...files, ...login]), await run(folder, ['upload', ...other, ...login])];

    expect(runs.map(({ status }) => status)).toEqual([0, 0, 6]);
    expect(runs[1]?.stdout.match(/^unchanged /gm)).toHaveLength(2);
  });

  test('with attestations required, a file that is there without one is reported, and the others are published', async () => {
    const [folder, world] = [await openFolder(), await openDemoWorld()];
    const files = await writeRelease(folder, 2);
    await run(folder, ['upload', ...files.slice(0, 1), '--repository-url', world.index.uploadUrl.href, '--token', world.index.createToken()]);
    const env = await jobOf(world, folder);

    const required = await run(folder, ['publish', ...files, '--attestations', 'required'], env);
    const lax = await run(folder, ['publish', ...files], env);

    expect(required).toMatchObject({ status: 6 });
    expect(required.stderr).toContain('UPLOAD_UNATTESTED');
    expect(required.stdout).toMatch(/^unchanged .*without an attestation/m);
    expect(world.index.files().map(({ hasProvenance }) => hasProvenance)).toEqual([false, true]);
    expect(lax).toMatchObject({ status: 0 });
  });
});
