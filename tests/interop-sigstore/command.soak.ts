import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalCi, type LocalCi } from '@ropewalk/local-ci';
import { ropewalk } from '@ropewalk-tests/command/ropewalk.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRealSigstore, type RealSigstore } from './real-sigstore.ts';

const repository = 'octo-org/sampleproject';
const email = 'release@demo.iam.gserviceaccount.com';

let ci: LocalCi;
let sigstore: RealSigstore;
let folder: string;
beforeAll(async () => {
  ci = await startLocalCi();
  sigstore = await startRealSigstore(ci.issuers);
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-command-'));
  await writeFile(join(folder, 'trusted_root.json'), JSON.stringify(sigstore.trustedRoot));
});
afterAll(async () => {
  await sigstore?.close();
  await ci?.close();
  await rm(folder, { recursive: true, force: true });
});

const jobs = {
  github: async () => ci.github({ repository }).env,
  gitlab: async () => (await ci.gitlab({ claims: { project_path: repository } })).env,
  google: async () => ({ ...(await ci.google({ claims: { email } })).env, BUILD_ID: 'b-1', PROJECT_ID: 'demo', REPO_FULL_NAME: repository, COMMIT_SHA: 'ab'.repeat(20) }),
};

describe('ropewalk sign, with the real Fulcio, CT log and Rekor', () => {
  test.each([
    ['github', `github:${repository}`, []],
    ['gitlab', `gitlab:${repository}`, []],
    ['google', `google:${email}`, ['--identity', 'google']],
  ] as const)('signs two files and their SLSA provenance as a job of %s, and verify accepts them', async (provider, publisher, args) => {
    const settings = {
      ROPEWALK_FULCIO_URL: sigstore.fulcioUrl.href,
      ROPEWALK_REKOR_URL: sigstore.rekorUrl.href,
      ROPEWALK_TRUSTED_ROOT: join(folder, 'trusted_root.json'),
    };
    const files = ['sampleproject-1.0.0.tar.gz', 'sampleproject-1.0.0-py3-none-any.whl'].map((name) => join(folder, name));
    for (const file of files) await writeFile(file, `${provider} ${file}`);

    const signed = await ropewalk(['sign', '--slsa', '--bundle', ...args, ...files], { env: { ...settings, ...(await jobs[provider]()) }, cwd: folder });

    expect(signed).toMatchObject({ status: 0 });
    expect(await ropewalk(['verify', '--offline', '--at-least', '2', '--publisher', publisher, ...files], { env: settings, cwd: folder })).toMatchObject({ status: 0 });
  });
});
