import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { resultOf } from '@ropewalk/core';
import { rehearse, rehearsalJobs, type RehearsalCi } from '../src/index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearsal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a rehearsal', () => {
  test.each(Object.keys(rehearsalJobs) as RehearsalCi[])('as a job of %s ends with two files that a stranger verified', async (ci) => {
    const { downloads, published } = await resultOf(rehearse([], { ci }));

    expect(downloads.map(({ file }) => file)).toEqual(['ropewalk_sample-1.0.0.tar.gz', 'ropewalk_sample-1.0.0-py3-none-any.whl']);
    expect(downloads.map(({ evidence }) => evidence.publisher?.kind)).toEqual(published.files.map(() => rehearsalJobs[ci].publisher.kind));
    expect(published.files.map(({ outcome }) => outcome.status)).toEqual(['uploaded', 'uploaded']);
  });

  test('plays its steps in the order of a release', async () => {
    const types: string[] = [];
    for await (const { type } of rehearse()) if (types.at(-1) !== type) types.push(type);

    const steps = types.filter((type) => !/^upload-(start|progress|wait|end)/.test(type));
    const order = ['world-start', 'job-start', 'release-read', 'release-checked', 'identity-found', 'upload-token-ready', 'log-notice', 'signer-ready', 'attestation-end'];
    expect(steps.filter((type) => order.includes(type))).toEqual(order);
    expect(types.indexOf('upload-start')).toBeGreaterThan(types.lastIndexOf('attestation-end'));
    expect(types.at(-1)).toBe('rehearsal-end');
  });

  test('takes nothing from its surroundings', async () => {
    const before = { ...process.env };
    Object.assign(process.env, { ROPEWALK_TOKEN: 'pypi-x', ROPEWALK_REPOSITORY_URL: 'https://upload.pypi.org/legacy/', HTTPS_PROXY: 'http://127.0.0.1:1', HTTP_PROXY: 'http://127.0.0.1:1', GITLAB_CI: 'true' });
    try {
      const { published } = await resultOf(rehearse());

      expect(published.publisher).toBe('github:ropewalk-rehearsal/sample');
      expect(published.repositoryUrl.hostname).toBe('127.0.0.1');
    } finally {
      process.env = before;
    }
  });
});

describe('what is kept of a rehearsal', () => {
  test('are distributions, attestations, provenance and the trusted root, in the folder itself', async () => {
    await writeFile(join(folder, 'other.txt'), 'left alone');

    await resultOf(rehearse([], { keep: folder }));

    const names = ['ropewalk_sample-1.0.0-py3-none-any.whl', 'ropewalk_sample-1.0.0.tar.gz'];
    expect((await readdir(folder)).sort()).toEqual([...names.flatMap((name) => [name, `${name}.provenance`, `${name}.publish.attestation`]), 'other.txt', 'trusted_root.json'].sort());
    expect(await readFile(join(folder, 'other.txt'), 'utf8')).toBe('left alone');
  });

  test.each(['trusted_root.json', 'ropewalk_sample-1.0.0.tar.gz.provenance', 'ropewalk_sample-1.0.0.tar.gz'])('never replaces %s of other content', async (name) => {
    await writeFile(join(folder, name), 'mine');

    await expect(resultOf(rehearse([], { keep: folder }))).rejects.toMatchObject({ code: 'REHEARSAL_KEEP_CONFLICT' });

    expect(await readFile(join(folder, name), 'utf8')).toBe('mine');
    expect(await readdir(folder)).toEqual([name]);
  });

  test.skipIf(process.platform === 'win32').each(['trusted_root.json', 'ropewalk_sample-1.0.0.tar.gz', 'ropewalk_sample-1.0.0-py3-none-any.whl.publish.attestation'])(
    'nothing, and nothing is played, where %s is a named pipe',
    async (name) => {
      await promisify(execFile)('mkfifo', [join(folder, name)]);
      const types: string[] = [];

      const rehearsing = (async () => {
        for await (const { type } of rehearse([], { keep: folder })) types.push(type);
      })();

      await expect(rehearsing).rejects.toMatchObject({ code: 'REHEARSAL_KEEP_CONFLICT', message: expect.stringContaining(name) as string });
      expect(types).toEqual([]);
    },
  );

  test('nothing, and nothing is played, where the folder is a file', async () => {
    await writeFile(join(folder, 'file'), '');
    const steps = rehearse([], { keep: join(folder, 'file') });

    await expect(steps.next()).rejects.toMatchObject({ code: 'REHEARSAL_KEEP_FAILED' });
  });

  test('leaves what else is in the folder alone, be it a named pipe', async () => {
    await promisify(execFile)('mkfifo', [join(folder, 'mine')]);

    await resultOf(rehearse([], { keep: folder }));

    expect(await readdir(folder)).toContain('trusted_root.json');
  });
});
