import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createHttpClient } from '@ropewalk/http';
import { startLocalIndex } from '@ropewalk/local-index';
import { expect, test } from 'vitest';
import { buildRelease } from './release.ts';
import { readRelease } from './world.ts';

const script = fileURLToPath(new URL('upload-once.ts', import.meta.url));
const count = 12;

test('100 kills at random moments: the run after them finishes the release, every file once and right', async () => {
  const http = createHttpClient({ loopbackOnly: true });
  const files = await readRelease(buildRelease(count, { paddingBytes: 400_000 }));
  for (let round = 0; round < 20; round += 1) {
    const index = await startLocalIndex({ http, issuers: new Map(), verifyAttestation: async () => undefined });
    const args = [script, index.url.href, index.createToken(), String(count)];

    for (let kill = 0; kill < 5; kill += 1) await runAndKill(args, Math.random() * 150);
    const output = await run(args);

    expect(output).toMatch(/^started\n(?:(?:uploaded|unchanged) ?){12}\n$/);
    expect(index.files().map(({ filename, sha256 }) => [filename, sha256]).sort()).toEqual(files.map(({ filename, sha256 }) => [filename, sha256]).sort());
    await index.close();
  }
  await http.close();
});

/** Kills the process so many milliseconds after its first upload began. */
async function runAndKill(args: readonly string[], milliseconds: number): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), milliseconds));
  child.stdout.resume();
  await ended;
}

async function run(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString();
  });
  await once(child, 'close');
  return output;
}
