import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const cache = join(here, '../../.cache');
const requirements = join(here, 'requirements.txt');

/** A Python environment with `packaging`, `twine` and `docutils`, exactly as required. */
export interface Python {
  /** The interpreter. */
  readonly path: string;
  /** A folder that stays from run to run. */
  readonly cache: string;
  /** Runs one of the programs beside this file; hands it JSON and reads JSON. */
  ask(program: string, input: unknown): unknown;
  /** Runs a module, `pip` or `twine`. */
  run(module: string, parameters: readonly string[]): { readonly exitCode: number; readonly output: string };
}

/**
 * Makes the environment in `.cache` at the root of the repository, or takes the one that is there.
 *
 * @returns `undefined`, loudly, where it cannot be made. Where `CI=true` that is an error instead.
 */
export function preparePython(): Python | undefined {
  const folder = join(cache, `material-${createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12)}`);
  try {
    if (!existsSync(folder)) makeEnvironment(folder);
  } catch (cause) {
    const message = 'SKIPPED: no Python environment with packaging, twine and docutils can be made.';
    if (process.env['CI'] === 'true') throw new Error(message, { cause });
    console.warn(message);
    return undefined;
  }
  const path = join(folder, 'bin', 'python');
  return {
    path,
    cache,
    ask: (program, input) => JSON.parse(execFileSync(path, ['-I', join(here, program)], { input: JSON.stringify(input), encoding: 'utf8', maxBuffer: 2 ** 30 })),
    run(module, parameters) {
      try {
        return { exitCode: 0, output: execFileSync(path, ['-I', '-m', module, ...parameters], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 28 }) };
      } catch (error) {
        const { status, stdout, stderr } = error as { status?: number | null; stdout?: string; stderr?: string };
        return { exitCode: status ?? -1, output: `${stdout ?? ''}${stderr ?? ''}` };
      }
    },
  };
}

/** Made aside and moved into place, so that what is in place is whole. */
function makeEnvironment(folder: string): void {
  mkdirSync(cache, { recursive: true });
  const lock = `${folder}.new`;
  rmSync(lock, { recursive: true, force: true });
  execFileSync('python3', ['-m', 'venv', lock], { stdio: 'pipe' });
  execFileSync(join(lock, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', '--no-deps', '--requirement', requirements], { stdio: 'pipe' });
  renameSync(lock, folder);
}
