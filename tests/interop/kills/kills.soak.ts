import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createHttpClient } from '@ropewalk/http';
import { startLocalCi, type LocalCi } from '@ropewalk/local-ci';
import { startLocalSigstore, type LocalSigstore } from '@ropewalk/local-sigstore';
import { parseTrustedRoot, type TrustedRoot } from '@ropewalk/trusted-root';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unsignedFiles } from './release-folder.ts';

const KILLS = 50;
const FILES = 30;
/** Signatures in flight when a process is killed: made and logged, perhaps, but not written down yet. */
const IN_FLIGHT = 8;
const program = fileURLToPath(new URL('sign-files.ts', import.meta.url));
const http = createHttpClient({ loopbackOnly: true });

let folder: string;
let ci: LocalCi;
let sigstore: LocalSigstore;
let trustedRoot: TrustedRoot;
let rootFile: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-kills-'));
  ci = await startLocalCi();
  sigstore = await startLocalSigstore({ http, issuers: ci.issuers });
  sigstore.misbehave('rekor', { kind: 'slow', delayMs: 60 });
  const text = JSON.stringify(sigstore.trustedRoot);
  trustedRoot = parseTrustedRoot(text, { source: 'loopback' });
  rootFile = join(folder, 'trusted_root.json');
  await writeFile(rootFile, text);
});
afterAll(async () => {
  await Promise.all([sigstore.close(), ci.close(), http.close()]);
  await rm(folder, { recursive: true, force: true });
});

async function makeRelease(number: number): Promise<string> {
  const place = join(folder, `release-${number}`);
  await mkdir(place);
  for (let index = 0; index < FILES; index += 1) await writeFile(join(place, `sampleproject-${number}.0.${index}.tar.gz`), `file ${index} of ${number}`);
  return place;
}

/** Runs the program, and kills it after a while if one is given. @returns its exit status; `null` when it was killed. */
async function run(place: string, killAfterMs?: number): Promise<number | null> {
  const child = spawn(process.execPath, [program, place, sigstore.fulcioUrl.href, sigstore.rekorUrl.href, rootFile], {
    env: { PATH: process.env['PATH'], ...ci.github().env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const exited = once(child, 'exit');
  if (killAfterMs !== undefined) {
    await Promise.race([exited, pause(killAfterMs)]);
    child.kill('SIGKILL');
  }
  const [status] = await exited;
  return status;
}

test(`${KILLS} kills leave nothing half-written, and nothing is signed twice without need`, async () => {
  let [kills, releases] = [0, 0];
  while (kills < KILLS) {
    releases += 1;
    const place = await makeRelease(releases);
    for (let missing = FILES; missing > 0 && kills < KILLS; ) {
      const before = { entries: sigstore.transparencyLog.tree.size, missing };
      if ((await run(place, 350 + Math.random() * 500)) === null) kills += 1;
      missing = (await unsignedFiles(place, trustedRoot)).length;
      const logged = sigstore.transparencyLog.tree.size - before.entries;
      expect(logged - (before.missing - missing)).toBeLessThanOrEqual(IN_FLIGHT);
    }
    expect(await run(place)).toBe(0);
    expect(await unsignedFiles(place, trustedRoot)).toEqual([]);
  }

  const before = sigstore.requests();
  expect(await run(join(folder, 'release-1'))).toBe(0);
  expect(sigstore.requests()).toEqual(before);
  console.log(`${kills} kills in ${releases} releases of ${FILES} files; ${sigstore.transparencyLog.tree.size - releases * FILES} entries more than files`);
});
