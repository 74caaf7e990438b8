import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));
const cache = fileURLToPath(new URL('../../.cache', import.meta.url));

/** How a command ended. */
export interface CommandResult {
  readonly exitCode: number;
  /** What it printed, on both channels. */
  readonly output: string;
}

/** A Python environment with pypiserver, devpi, twine and uv, exactly as required. */
export interface Environment {
  /** Runs one of its commands to the end. */
  run(command: string, args: readonly string[]): Promise<CommandResult>;
  /** Starts one of its commands as a server. */
  start(command: string, args: readonly string[]): ChildProcess;
}

/**
 * Makes the environment in `.cache` at the root of the repository, or takes the one that is there.
 *
 * @returns `undefined`, loudly, where it cannot be made. Where `CI=true` that is an error instead.
 */
export async function prepareEnvironment(): Promise<Environment | undefined> {
  const folder = join(cache, `indexes-${createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12)}`);
  try {
    await make(folder);
  } catch (cause) {
    const message = `SKIPPED: no Python environment with pypiserver and devpi (${cause instanceof Error ? cause.message.split('\n')[0] : 'unknown'}).`;
    if (process.env['CI'] === 'true') throw new Error(message, { cause });
    console.warn(message);
    return undefined;
  }
  // Nothing of the surroundings: no credentials, no proxies, no configuration of the user.
  const env = { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, HOME: '/nonexistent', COLUMNS: '400', PIP_DISABLE_PIP_VERSION_CHECK: '1', UV_NO_CONFIG: '1' };
  return {
    async run(command, args) {
      const child = spawn(join(folder, 'bin', command), args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
      const output: Buffer[] = [];
      child.stdout.on('data', (piece: Buffer) => output.push(piece));
      child.stderr.on('data', (piece: Buffer) => output.push(piece));
      const [exitCode] = await once(child, 'close');
      return { exitCode: Number(exitCode), output: Buffer.concat(output).toString('utf8') };
    },
    start: (command, args) => spawn(join(folder, 'bin', command), args, { env, stdio: 'ignore' }),
  };
}

async function make(folder: string): Promise<void> {
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
    if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > 600_000) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

function step(command: string, args: readonly string[]): void {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr.trim().split('\n').at(-1)}`);
}
