import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, rehearsalAudience, rehearsalJobs, sampleRelease, type World } from '@ropewalk/rehearsal';
import { ropewalk } from './ropewalk.ts';

const publisher = ['--publisher', 'github:ropewalk-rehearsal/sample', '--workflow', 'release.yml'];
let folder: string;
let world: World;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-release-'));
  world = await openWorld(['ropewalk-sample'], rehearsalJobs.github.publisher);
  const trustedRoot = join(folder, 'trusted_root.json');
  await writeFile(trustedRoot, JSON.stringify(world.trustedRoot.json));
  const files: string[] = [];
  for (const { filename, bytes } of await sampleRelease()) {
    files.push(join(folder, filename));
    await writeFile(join(folder, filename), bytes);
  }
  env = { ROPEWALK_INDEX_URL: world.index.simpleUrl.href, ROPEWALK_TRUSTED_ROOT: trustedRoot };
  const job = await rehearsalJobs.github.start(world.ci, '1.0.0');
  const published = await ropewalk(['publish', ...files], {
    env: {
      ...job,
      ROPEWALK_REPOSITORY_URL: world.index.uploadUrl.href,
      ROPEWALK_AUDIENCE: rehearsalAudience,
      ROPEWALK_FULCIO_URL: world.sigstore.fulcioUrl.href,
      ROPEWALK_REKOR_URL: world.sigstore.rekorUrl.href,
      ROPEWALK_TRUSTED_ROOT: trustedRoot,
    },
  });
  if (published.status !== 0) throw new Error(`the release was not published: ${published.stderr}`);
}, 60_000);
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a release on an index that behaves as PyPI does', () => {
  test('verifies whole, bytes included, under its publisher, workflow, ref and trigger', async () => {
    const run = await ropewalk(['verify', 'ropewalk-sample==1.0.0', ...publisher, '--ref', 'refs/tags/v1.0.0', '--trigger', 'release', '--download'], { env });

    expect({ status: run.status, output: run.stdout + run.stderr }).toMatchObject({ status: 0 });
    expect(run.stdout).toContain('2 of 2 files verified');
  });

  test.each([
    ['another publisher', ['--publisher', 'github:ropewalk-rehearsal/samples']],
    ['another workflow', ['--publisher', 'github:ropewalk-rehearsal/sample', '--workflow', 'ci.yml']],
    ['another ref', [...publisher, '--ref', 'refs/heads/main']],
  ])('is refused under %s', async (_, expectation) => {
    expect((await ropewalk(['verify', 'ropewalk-sample==1.0.0', ...expectation], { env })).status).toBe(1);
  });

  test('is refused under the public root', async () => {
    const run = await ropewalk(['verify', 'ropewalk-sample==1.0.0', ...publisher], { env: { ...env, ROPEWALK_TRUSTED_ROOT: '' } });

    expect(run.status).toBe(1);
    expect(run.stdout).toMatch(/^untrusted-root/);
  });
});
