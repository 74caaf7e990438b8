import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));
const cache = fileURLToPath(new URL('../../.cache', import.meta.url));

/** How a command of Python's ended. */
export interface PythonResult {
  readonly exitCode: number;
  /** What it printed, on both channels. */
  readonly output: string;
}

/** How a command of Python's is run. */
export interface PythonOptions {
  /** Added to a nearly empty environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads on standard input. Default nothing. */
  readonly input?: string;
}

/** A Python environment with `pypi-attestations` and `sigstore`, exactly as required. */
export interface Python {
  /** Runs one of its commands, e.g. `pypi-attestations` or `python`, unmodified. */
  run(command: string, args: readonly string[], options?: PythonOptions): Promise<PythonResult>;
}

/**
 * Makes the environment in `.cache` at the root of the repository, or takes the one that is there.
 *
 * @returns `undefined`, loudly, where it cannot be made. Where `CI=true` that is an error instead.
 */
export async function preparePython(): Promise<Python | undefined> {
  const folder = join(cache, `python-${createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12)}`);
  try {
    await makeEnvironment(folder);
  } catch (cause) {
    const message = `SKIPPED: no Python environment with pypi-attestations (${cause instanceof Error ? cause.message.split('\n')[0] : 'unknown'}).`;
    if (process.env['CI'] === 'true') throw new Error(message, { cause });
    console.warn(message);
    return undefined;
  }
  return { run: (command, args, options = {}) => run(join(folder, 'bin', command), args, options) };
}

async function makeEnvironment(folder: string): Promise<void> {
  const complete = join(folder, 'complete');
  const lock = `${folder}.lock`;
  mkdirSync(cache, { recursive: true });
  while (!existsSync(complete)) {
    if (!takeLock(lock)) {
      await pause(500);
      continue;
    }
    try {
      rmSync(folder, { recursive: true, force: true });
      step('python3', ['-m', 'venv', folder]);
      step(join(folder, 'bin', 'pip'), ['install', '--quiet', '--no-deps', '--requirement', requirements]);
      writeFileSync(complete, '');
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
}

/** Several suites may want the environment at once. A lock that is older than ten minutes was left behind. */
function takeLock(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const left = existsSync(lock) && Date.now() - statSync(lock).mtimeMs > 600_000;
    if (left) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

function step(command: string, args: readonly string[]): void {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr.trim().split('\n').at(-1)}`);
}

async function run(path: string, args: readonly string[], options: PythonOptions): Promise<PythonResult> {
  // Wide enough that messages are not broken over lines.
  const env = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', COLUMNS: '400', ...options.env };
  const child = spawn(path, args, { env });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  child.stdin.end(options.input ?? '');
  const [exitCode] = await once(child, 'close');
  return { exitCode: Number(exitCode), output: Buffer.concat(output).toString('utf8') };
}
