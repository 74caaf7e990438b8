import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a Python environment holds. */
export interface EnvironmentOptions {
  /** Names its folder. */
  readonly name: string;
  /** For people: what it is made for. */
  readonly holds: string;
  /** Path of its `requirements.txt`, with everything pinned. */
  readonly requirements: string;
  /** Whether pip adds what the requirements themselves require. Default `false`: the file is complete. */
  readonly withDependencies?: boolean;
}

/** Files that stay from run to run, at the root of the repository. */
export const cacheFolder: string = fileURLToPath(new URL('../../.cache', import.meta.url));

/**
 * Makes a Python environment in {@link cacheFolder}, or takes the one that is there.
 *
 * @returns The folder of its commands; `undefined`, loudly, where it cannot be made. Where `CI=true` that is an error instead.
 */
export function pythonCommands(options: EnvironmentOptions): string | undefined {
  const folder = join(cacheFolder, `${options.name}-${createHash('sha256').update(readFileSync(options.requirements)).digest('hex').slice(0, 12)}`);
  try {
    make(folder, options);
  } catch (cause) {
    const message = `SKIPPED: no Python environment with ${options.holds} (${cause instanceof Error ? cause.message.split('\n')[0] : 'unknown'}).`;
    if (process.env['CI'] === 'true') throw new Error(message, { cause });
    console.warn(message);
    return undefined;
  }
  return join(folder, 'bin');
}

function make(folder: string, { requirements, withDependencies = false }: EnvironmentOptions): void {
  const complete = join(folder, 'complete');
  const lock = `${folder}.lock`;
  mkdirSync(cacheFolder, { recursive: true });
  while (!existsSync(complete)) {
    if (!takeLock(lock)) {
      pause(500);
      continue;
    }
    try {
      rmSync(folder, { recursive: true, force: true });
      step('python3', ['-m', 'venv', folder]);
      step(join(folder, 'bin', 'pip'), ['install', '--quiet', ...(withDependencies ? [] : ['--no-deps']), '--requirement', requirements]);
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
    if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > 600_000) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function step(command: string, args: readonly string[]): void {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr.trim().split('\n').at(-1)}`);
}
