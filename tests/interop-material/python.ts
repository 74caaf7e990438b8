import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, pythonCommands } from '@ropewalk-tests/python';

const here = fileURLToPath(new URL('.', import.meta.url));
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

/** Makes the environment, or takes the one that is there; `undefined` where there is none. */
export function preparePython(): Python | undefined {
  const commands = pythonCommands({ name: 'material', holds: 'packaging, twine and docutils', requirements });
  if (commands === undefined) return undefined;
  const path = join(commands, 'python');
  return {
    path,
    cache: cacheFolder,
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
