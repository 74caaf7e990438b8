// Uploads beside twine, uv and curl, to one counting sink on loopback, in turn in one run.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { preparePythonTools } from '../../tests/index-conformance/python-tools.ts';
import { buildRelease } from '../../tests/faults/release.ts';
import { pair, type Command } from './pairs.ts';

const program = fileURLToPath(new URL('../../apps/cli/bin/ropewalk.js', import.meta.url));
const tools = preparePythonTools();
const folder = mkdtempSync(join(tmpdir(), 'ropewalk-bench-'));
const sinks: ChildProcess[] = [];

try {
  await largeWheel(256, 7);
  await largeWheel(1024, 1);
  await smallWheels(100, 5, 0.35, 'uv');
  await smallWheels(0, 7, 0.6, 'twine');
} finally {
  for (const sink of sinks) sink.kill();
  rmSync(folder, { recursive: true, force: true });
}

async function largeWheel(megabytes: number, runs: number): Promise<void> {
  const files = writeRelease(1, megabytes * 1024 * 1024, `large-${megabytes}`);
  const url = await startSink(0);
  const ours = ropewalk(url, files);
  const title = `one wheel of ${megabytes} MiB`;
  if (runs > 1) {
    const curl: Command = ['sh', '-c', `sha256sum "${files[0] ?? ''}" && curl -sf -F content=@"${files[0] ?? ''}" ${url}`];
    report(title, ours, 'sha256sum + curl', curl, 2, runs);
    const twine = twineCommand(url, files);
    if (twine !== undefined) report(title, ours, 'twine', twine, 0.35, runs);
    const uv = uvCommand(url, files);
    if (uv !== undefined) report(title, ours, 'uv', uv, undefined, runs);
  }
  const { milliseconds, peakMiB } = await measure(ours);
  console.log(`${title.padEnd(28)} ${milliseconds.toFixed(0)} ms alone, at most ${peakMiB.toFixed(0)} MiB of memory (aim ≤ 160 MiB)`);
}

async function smallWheels(delayMs: number, runs: number, aim: number, against: 'uv' | 'twine'): Promise<void> {
  const files = writeRelease(50, 0, 'small');
  const url = await startSink(delayMs);
  const title = `50 wheels, ${delayMs} ms each`;
  for (const [name, command] of [['uv', uvCommand(url, files)], ['twine', twineCommand(url, files)]] as const) {
    if (command !== undefined) report(title, ropewalk(url, files), name, command, name === against ? aim : undefined, runs);
  }
}

function report(title: string, ours: Command, name: string, other: Command, aim: number | undefined, runs: number): void {
  const { medianMs, otherMedianMs, ratio } = pair(ours, other, { runs });
  const goal = aim === undefined ? '' : ` (aim ≤ ${aim} ×)`;
  console.log(`${title.padEnd(28)} ${medianMs.toFixed(0)} ms, ${name} ${otherMedianMs.toFixed(0)} ms: ${ratio.toFixed(2)} ×${goal}`);
}

function ropewalk(url: string, files: readonly string[]): Command {
  return [process.execPath, program, 'upload', ...files, '--repository-url', url, '-u', 'u', '-p', 'p', '--no-wait'];
}

function twineCommand(url: string, files: readonly string[]): Command | undefined {
  if (tools === undefined) return undefined;
  return [join(dirname(tools.python), 'twine'), 'upload', '--repository-url', url, '-u', 'u', '-p', 'p', '--disable-progress-bar', '--non-interactive', ...files];
}

function uvCommand(url: string, files: readonly string[]): Command | undefined {
  if (tools === undefined) return undefined;
  return [join(dirname(tools.python), 'uv'), 'publish', '--publish-url', url, '-u', 'u', '-p', 'p', '--trusted-publishing', 'never', ...files];
}

function writeRelease(count: number, paddingBytes: number, name: string): readonly string[] {
  const place = join(folder, name);
  if (!existsSync(place)) {
    mkdirSync(place);
    for (const { filename, bytes } of buildRelease(count, { paddingBytes })) writeFileSync(join(place, filename), bytes);
  }
  return buildRelease(count).map(({ filename }) => join(place, filename));
}

async function startSink(delayMs: number): Promise<string> {
  const sink = spawn(process.execPath, [fileURLToPath(new URL('upload-sink.ts', import.meta.url)), String(delayMs)], { stdio: ['ignore', 'pipe', 'inherit'] });
  sinks.push(sink);
  const [line] = (await once(createInterface({ input: sink.stdout }), 'line')) as [string];
  return line;
}

/** Runs a command once; how much memory it had at most is read from the system while it runs (Linux; elsewhere NaN). */
async function measure([command, ...args]: Command): Promise<{ readonly milliseconds: number; readonly peakMiB: number }> {
  const startedAt = performance.now();
  const child = spawn(command, args, { stdio: 'ignore' });
  let peakMiB = Number.NaN;
  const timer = setInterval(() => {
    const status = existsSync(`/proc/${child.pid}/status`) ? readFileSync(`/proc/${child.pid}/status`, 'utf8') : '';
    const peak = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
    if (peak !== undefined) peakMiB = Number(peak) / 1024;
  }, 20);
  const [status] = (await once(child, 'exit')) as [number | null];
  clearInterval(timer);
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${spawnSync(command, args, { encoding: 'utf8' }).stderr}`);
  return { milliseconds: performance.now() - startedAt, peakMiB };
}
