import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Fault, LocalIndex } from '@ropewalk/local-index';
import { describe, expect, test } from 'vitest';
import { jobOf, openDemoWorld, openFolder, run, startIndex, writeRelease } from './world.ts';

const program = fileURLToPath(import.meta.resolve('ropewalk/package.json').replace(/package\.json$/, 'bin/ropewalk.js'));
const always = { after: 1, times: 6 } as const;

const faults: readonly (readonly [name: string, fault: Fault])[] = [
  ['connections cut', { route: 'upload', kind: { type: 'reset' }, ...always }],
  ['replies lost', { route: 'upload', kind: { type: 'reply-lost' }, ...always }],
  ['replies cut off', { route: 'upload', kind: { type: 'reply-truncated' }, ...always }],
  ['500', { route: 'upload', kind: { type: 'status', status: 500 }, ...always }],
  ['503', { route: 'upload', kind: { type: 'status', status: 503 }, ...always }],
  ['429', { route: 'upload', kind: { type: 'rate-limited', retryAfterSeconds: 1 }, ...always }],
  ['a login page', { route: 'upload', kind: { type: 'html' }, ...always }],
  ['a refusal', { route: 'upload', kind: { type: 'status', status: 400, reason: 'no' }, ...always }],
  ['slow answers', { route: 'upload', kind: { type: 'delay', milliseconds: 500 }, ...always }],
  ['a simple API that fails', { route: 'simple', kind: { type: 'status', status: 500 }, after: 0, times: 4 }],
  ['a mint that fails', { route: 'mint', kind: { type: 'status', status: 503 }, times: 2 }],
];

describe('a release of 30 attested files, through the command', () => {
  test.each(faults)('%s: all are stored once with the right bytes, at the latest by the command that is printed', async (_, fault) => {
    const [folder, world] = [await openFolder(), await openDemoWorld()];
    const files = await writeRelease(folder, 30, { paddingBytes: 100_000 });
    const env = await jobOf(world, folder);
    world.index.inject(fault);

    let ended = await run(folder, ['publish', ...files, '--attestation-dir', 'signed'], env);
    world.index.clearFaults();
    const command = /^To finish: ropewalk (.*)$/m.exec(ended.stderr)?.[1];
    if (ended.status !== 0) {
      expect(ended.stderr.match(/^error: /gm)).toHaveLength(1);
      ended = await run(folder, command?.split(' ') ?? ['publish', ...files, '--attestation-dir', 'signed'], env);
    }

    expect(ended).toMatchObject({ status: 0 });
    expectComplete(world.index, 30);
  });
});

test('100 kills at random moments of an attested release: the run after them finishes it', async () => {
  for (let round = 0; round < 20; round += 1) {
    const [folder, world] = [await openFolder(), await openDemoWorld()];
    const files = await writeRelease(folder, 12, { paddingBytes: 400_000 });
    const env = await jobOf(world, folder);
    const args = ['publish', ...files, '--attestation-dir', 'signed'];

    for (let kill = 0; kill < 5; kill += 1) await runAndKill(folder, args, env, 300 + Math.random() * 1500);
    const ended = await run(folder, args, env);

    expect(ended).toMatchObject({ status: 0 });
    expectComplete(world.index, 12);
  }
});

test('10 races of two publishers for one version of 8 files: one release is complete, the other is told', async () => {
  for (let round = 0; round < 10; round += 1) {
    const [folder, index] = [await openFolder(), await startIndex()];
    const login = ['--repository-url', index.uploadUrl.href, '--token', index.createToken()];
    const [ours, theirs] = [await writeRelease(folder, 8, { salt: 'ours', name: 'ours' }), await writeRelease(folder, 8, { salt: 'theirs', name: 'theirs' })];

    const ends = await Promise.all([run(folder, ['upload', ...ours, ...login]), run(folder, ['upload', ...theirs, ...login])]);

    expect(ends.map(({ status }) => status).toSorted()).toEqual([0, 6]);
    const winner = ends[0].status === 0 ? ours : theirs;
    expect((await run(folder, ['upload', ...winner, ...login])).stdout.match(/^unchanged /gm)).toHaveLength(8);
  }
});

function expectComplete(index: LocalIndex, count: number): void {
  expect(index.files()).toHaveLength(count);
  expect(index.files().every(({ hasProvenance }) => hasProvenance)).toBe(true);
}

async function runAndKill(folder: string, args: readonly string[], env: Readonly<Record<string, string>>, milliseconds: number): Promise<void> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, env: { PATH, HOME: folder, ...env }, stdio: 'ignore' });
  const ended = once(child, 'exit');
  const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
  await ended;
  clearTimeout(timer);
}
