import { describe, expect, test } from 'vitest';
import { jobOf, openDemoWorld, openFolder, run, startIndex, writeRelease } from './world.ts';

describe('after the upload', () => {
  test('the index is asked until it serves every file', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const files = await writeRelease(folder, 2);
    const missing = { type: 'status', status: 404 } as const;
    // The first read, before the upload, and one more after it.
    index.inject({ route: 'simple', kind: missing, after: 3, times: 1 });

    const ended = await run(folder, ['upload', ...files, '--repository-url', index.uploadUrl.href, '--token', index.createToken()]);

    expect(ended).toMatchObject({ status: 0 });
    expect(ended.stdout.match(/ served$/gm)).toHaveLength(2);
  });

  test('but not for ever: then it says so, exits 5, and a second run is content', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const files = await writeRelease(folder, 1);
    const args = ['upload', ...files, '--repository-url', index.uploadUrl.href, '--token', index.createToken(), '--wait', '1'];
    index.inject({ route: 'simple', kind: { type: 'status', status: 404 }, after: 2, times: Number.POSITIVE_INFINITY });

    const first = await run(folder, args);
    index.clearFaults();
    const second = await run(folder, args);

    expect(first).toMatchObject({ status: 5 });
    expect(first.stderr).toContain('INDEX_NOT_SERVED');
    expect(second).toMatchObject({ status: 0 });
  });

  test('its provenance is awaited too', async () => {
    const [folder, world] = [await openFolder(), await openDemoWorld()];
    const files = await writeRelease(folder, 1);
    world.index.inject({ route: 'integrity', kind: { type: 'status', status: 404 }, times: 1 });

    const ended = await run(folder, ['publish', ...files], await jobOf(world, folder));

    expect(ended).toMatchObject({ status: 0 });
    expect(ended.stdout).toMatch(/served with its provenance/);
    expect(world.index.requests().filter(({ path }) => path.startsWith('/integrity/'))).toHaveLength(2);
  });

  test('with --no-wait nothing is asked', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const files = await writeRelease(folder, 1);

    const ended = await run(folder, ['upload', ...files, '--repository-url', index.uploadUrl.href, '--token', index.createToken(), '--no-wait']);

    expect(ended).toMatchObject({ status: 0 });
    expect(index.requests().at(-1)?.method).toBe('POST');
  });
});
