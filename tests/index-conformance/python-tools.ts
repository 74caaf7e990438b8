import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));

const cache = fileURLToPath(new URL('../../.cache', import.meta.url));

/** How a program ended. */
export interface ToolResult {
  readonly exitCode: number | null;
  /** What it printed, on both channels, lines joined. */
  readonly output: string;
}

/** The real twine, uv and pip. */
export interface PythonTools {
  run(tool: 'twine' | 'uv' | 'pip' | 'python', args: readonly string[]): Promise<ToolResult>;
  /** The interpreter they belong to. */
  readonly python: string;
}

/** Installs them once, into `.cache`. `undefined`, loudly, where that is impossible; an error where `CI=true`. */
export function preparePythonTools(): PythonTools | undefined {
  const folder = join(cache, `upload-clients-${createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12)}`);
  try {
    install(folder);
  } catch (cause) {
    const message = `SKIPPED: no twine and uv (${cause instanceof Error ? cause.message : 'unknown'}).`;
    if (process.env['CI'] === 'true') throw new Error(message, { cause });
    console.warn(message);
    return undefined;
  }
  return { python: join(folder, 'bin', 'python'), run: (tool, args) => run(folder, tool, args) };
}

function install(folder: string): void {
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  step('python3', ['-m', 'venv', folder]);
  step(join(folder, 'bin', 'pip'), ['install', '--quiet', '--requirement', requirements]);
  writeFileSync(complete, '');
}

function step(command: string, args: readonly string[]): void {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr.trim().split('\n').at(-1)}`);
}

async function run(folder: string, tool: string, args: readonly string[]): Promise<ToolResult> {
  const env = { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, HOME: folder, COLUMNS: '1000', NO_COLOR: '1', PIP_NO_CACHE_DIR: '1', UV_NO_CACHE: '1' };
  const child = spawn(join(folder, 'bin', tool), args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  const [exitCode, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { exitCode, output: `${out}\n${err}`.replace(/\s+/g, ' ') };
}
