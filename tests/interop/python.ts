import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonCommands } from '@ropewalk-tests/python';

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));

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

/** Makes the environment, or takes the one that is there; `undefined` where there is none. */
export async function preparePython(): Promise<Python | undefined> {
  const commands = pythonCommands({ name: 'python', holds: 'pypi-attestations', requirements });
  return commands === undefined ? undefined : { run: (command, args, options = {}) => run(join(commands, command), args, options) };
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
