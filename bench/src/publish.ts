// A whole attested release as the command: one certificate, 50 log entries, 50 uploads, each answered after 100 ms, beside the
// sum of these answers one by one. The servers are a process of their own.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { programPath } from '@ropewalk-tests/command/ropewalk.ts';
import { buildRelease } from '../../tests/faults/release.ts';
import type { SlowJob } from './slow-world.ts';

const files = 50;
const delayMs = 100;
const runs = 5;
const oneByOneMs = (1 + files + files) * delayMs;

const servers = fork(fileURLToPath(new URL('slow-world.ts', import.meta.url)), { env: { ...process.env, DELAY_MS: `${delayMs}` } });
const folder = await mkdtemp(join(tmpdir(), 'ropewalk-bench-'));
try {
  await once(servers, 'message');
  const release = await writeRelease();
  const walls: number[] = [];
  for (let run = 0; run < runs; run += 1) walls.push(await publish(release, await openJob()));
  const medianMs = walls.toSorted((one, other) => one - other)[Math.floor(runs / 2)] ?? Number.NaN;
  console.log(`publish ${files} attested wheels    ${medianMs.toFixed(0)} ms, one by one ${oneByOneMs} ms: ${(medianMs / oneByOneMs).toFixed(2)} × (aim ≤ 0.35 ×)`);
} finally {
  servers.disconnect();
  await rm(folder, { recursive: true, force: true });
}

async function writeRelease(): Promise<readonly string[]> {
  const release = buildRelease(files).map(({ filename, bytes }) => ({ path: join(folder, filename), bytes }));
  for (const { path, bytes } of release) await writeFile(path, bytes);
  return release.map(({ path }) => path);
}

async function openJob(): Promise<SlowJob> {
  servers.send('fault-demo');
  const [job]: readonly SlowJob[] = await once(servers, 'message');
  if (job === undefined) throw new Error('The servers did not start.');
  return job;
}

async function publish(release: readonly string[], { env, trustedRoot }: SlowJob): Promise<number> {
  const root = join(folder, 'trusted_root.json');
  await writeFile(root, JSON.stringify(trustedRoot));
  const startMs = performance.now();
  const child = spawn(process.execPath, [programPath, 'publish', ...release, '--no-wait'], {
    env: { PATH: process.env['PATH'], HOME: folder, ...env, ROPEWALK_TRUSTED_ROOT: root },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  const wallMs = performance.now() - startMs;
  // A release that was not attested would be a fast one.
  const attested = errors.match(/^attested: /gm)?.length ?? 0;
  const uploaded = output.match(/^uploaded /gm)?.length ?? 0;
  if (status !== 0 || attested !== files || uploaded !== files) throw new Error(`exit ${status}, ${attested} attested, ${uploaded} uploaded:\n${errors}`);
  return wallMs;
}
