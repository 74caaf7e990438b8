import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { jobOf, openDemoWorld, openFolder, run, startIndex, stored, uploadsTo, writeRelease } from './world.ts';

const program = fileURLToPath(import.meta.resolve('ropewalk/package.json').replace(/package\.json$/, 'bin/ropewalk.js'));

describe('a release that did not get to its end', () => {
  test('one failing file does not stop the others; a table, exit 6 and the exact command say how to finish', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const files = await writeRelease(folder, 5);
    const token = index.createToken();
    const args = ['upload', ...files, '--repository-url', index.uploadUrl.href];
    index.inject({ route: 'upload', kind: { type: 'status', status: 400, reason: 'Only one sdist may be uploaded per release.' }, after: 2 });

    const first = await run(folder, [...args, '--token', token]);

    expect(first).toMatchObject({ status: 6 });
    expect(first.stdout.match(/^uploaded /gm)).toHaveLength(4);
    expect(first.stdout.match(/^failed /gm)).toHaveLength(1);
    const command = /^To finish: ropewalk (.*)$/m.exec(first.stderr)?.[1];
    expect(command).toBeDefined();
    expect(command).not.toContain(token);
    expect(first.stderr).toMatch(/^ {2}Give it the token or password again/m);
    // One file is left, of which the command speaks.
    expect(command?.split(' ').filter((word) => word.endsWith('.whl'))).toHaveLength(1);

    const finished = await run(folder, command?.split(' ') ?? [], { ROPEWALK_TOKEN: token });

    expect(finished).toMatchObject({ status: 0 });
    expect(Object.keys(stored(index))).toHaveLength(5);
  });

  test('a second run after kill -9 finishes the first, each file stored once', async () => {
    const [folder, world] = [await openFolder(), await openDemoWorld()];
    const files = await writeRelease(folder, 6, { paddingBytes: 200_000 });
    const env = await jobOf(world, folder);
    world.index.inject({ route: 'upload', kind: { type: 'silence' }, after: 2, times: 4 });

    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, [program, 'publish', ...files, '--attestation-dir', 'signed'], { cwd: folder, env: { PATH, HOME: folder, ...env }, stdio: 'ignore' });
    const ended = once(child, 'exit');
    while (Object.keys(stored(world.index)).length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGKILL');
    await ended;
    world.index.clearFaults();
    const second = await run(folder, ['publish', ...files, '--attestation-dir', 'signed'], env);

    expect(second).toMatchObject({ status: 0 });
    expect(second.stdout.match(/^unchanged .*attested/gm)).toHaveLength(2);
    expect(second.stdout.match(/^uploaded /gm)).toHaveLength(4);
    // What was signed before the kill is used again: nothing new enters the log.
    expect(second.stderr).not.toContain('signing as');
    expect(world.index.files()).toHaveLength(6);
    expect(world.index.files().every(({ hasProvenance }) => hasProvenance)).toBe(true);
  });

  test('--json prints its document also after Ctrl-C, with what was done until then', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const files = await writeRelease(folder, 2);
    index.inject({ route: 'upload', kind: { type: 'silence' }, after: 1 });
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, [program, 'upload', ...files, '--json', '--repository-url', index.uploadUrl.href, '--token', index.createToken()], { cwd: folder, env: { PATH, HOME: folder } });
    let printed = '';
    child.stdout.on('data', (data: Buffer) => {
      printed += data.toString();
    });
    const ended = once(child, 'close');

    while (Object.keys(stored(index)).length < 1) await new Promise((resolve) => setTimeout(resolve, 20));
    // The answer still has to arrive; what the index then keeps silent about looks like nothing from here.
    await new Promise((resolve) => setTimeout(resolve, 500));
    child.kill('SIGINT');

    expect(await ended).toEqual([130, null]);
    expect(printed).not.toContain('--token');
    expect(JSON.parse(printed)).toMatchObject({ status: 130, error: { code: 'INTERRUPTED' }, finish: expect.stringContaining(`ropewalk upload ${files.join(' ')}`) as string, release: [{}, {}], indexes: [{ files: [{ file: basename(files[0] ?? ''), outcome: { status: 'uploaded' } }] }] });
  });

  test('what else lies in dist is passed over, and is not part of the command that finishes', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const files = await writeRelease(folder, 2);
    for (const name of ['SHA256SUMS', '.gitignore', 'fault_demo-1.0-cp30-none-any.whl.asc']) await writeFile(join(folder, 'dist', name), 'x');
    const all = (await readdir(join(folder, 'dist'))).map((name) => join('dist', name));
    index.inject({ route: 'upload', kind: { type: 'status', status: 400, reason: 'no' }, after: 1 });

    const ended = await run(folder, ['upload', ...all, '--repository-url', index.uploadUrl.href, '--token', index.createToken()]);

    expect(ended).toMatchObject({ status: 6 });
    expect(ended.stderr).toMatch(new RegExp(`^To finish: ropewalk upload --repository-url \\S+ dist/${basename(files[1] ?? '')}$`, 'm'));
  });

  test('an index that refuses the token ends it for all, and says so once', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const files = await writeRelease(folder, 4);
    index.inject({ route: 'upload', kind: { type: 'status', status: 403, reason: 'Invalid or non-existent authentication information.' } });

    const ended = await run(folder, ['upload', ...files, '--repository-url', index.uploadUrl.href, '--token', index.createToken()]);

    expect(ended).toMatchObject({ status: 4 });
    expect(ended.stderr.match(/^error: /gm)).toHaveLength(1);
    expect(ended.stdout.match(/^not tried /gm)).toHaveLength(3);
    expect(uploadsTo(index)).toBe(1);
  });

  test('an upload token that ends in the middle of a release is renewed', async () => {
    const [folder, world] = [await openFolder(), await openDemoWorld({ index: { uploadTokenSeconds: 6 } })];
    const files = await writeRelease(folder, 4);
    world.index.inject({ route: 'upload', kind: { type: 'delay', milliseconds: 4200 }, times: Number.POSITIVE_INFINITY });

    const ended = await run(folder, ['publish', ...files], await jobOf(world, folder));

    expect(ended).toMatchObject({ status: 0 });
    expect(world.index.requests().filter(({ path }) => path.endsWith('/mint-token')).length).toBeGreaterThan(1);
  });

  test('two publishers of one version: the loser is told, and the release is one of theirs, not a mixture', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const login = ['--repository-url', index.uploadUrl.href, '--token', index.createToken(), '--no-wait'];
    const [ours, theirs] = [await writeRelease(folder, 4, { salt: 'ours', name: 'ours' }), await writeRelease(folder, 4, { salt: 'theirs', name: 'theirs' })];
    index.inject({ route: 'simple', kind: { type: 'delay', milliseconds: 100 }, times: 2 });

    const ends = await Promise.all([run(folder, ['upload', ...ours, ...login]), run(folder, ['upload', ...theirs, ...login])]);

    expect(ends.map(({ status }) => status).toSorted()).toEqual([0, 6]);
    expect(ends.find(({ status }) => status === 6)?.stderr).toMatch(/another file .*sha256 .*sha256/);
    const winner = ends[0].status === 0 ? ours : theirs;
    const again = await run(folder, ['upload', ...winner, ...login]);
    expect(again.stdout.match(/^unchanged /gm)).toHaveLength(4);
  });
});
