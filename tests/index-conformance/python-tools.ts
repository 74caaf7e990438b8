import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { pythonCommands } from '@ropewalk-tests/python';

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));

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

/** Installs them, or takes those that are there; `undefined` where there are none. */
export function preparePythonTools(): PythonTools | undefined {
  const commands = pythonCommands({ name: 'upload-clients', holds: 'twine and uv', requirements, withDependencies: true });
  return commands === undefined ? undefined : { python: join(commands, 'python'), run: (tool, args) => run(commands, tool, args) };
}

async function run(commands: string, tool: string, args: readonly string[]): Promise<ToolResult> {
  const env = { PATH: `${commands}:/usr/bin:/bin`, HOME: dirname(commands), COLUMNS: '1000', NO_COLOR: '1', PIP_NO_CACHE_DIR: '1', UV_NO_CACHE: '1' };
  const child = spawn(join(commands, tool), args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  const [exitCode, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { exitCode, output: `${out}\n${err}`.replace(/\s+/g, ' ') };
}
