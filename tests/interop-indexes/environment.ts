import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonCommands } from '@ropewalk-tests/python';

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));

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

/** Makes the environment, or takes the one that is there; `undefined` where there is none. */
export async function prepareEnvironment(): Promise<Environment | undefined> {
  const commands = pythonCommands({ name: 'indexes', holds: 'pypiserver and devpi', requirements });
  if (commands === undefined) return undefined;
  // Nothing of the surroundings: no credentials, no proxies, no configuration of the user.
  const env = { PATH: `${commands}:/usr/bin:/bin`, HOME: '/nonexistent', COLUMNS: '400', PIP_DISABLE_PIP_VERSION_CHECK: '1', UV_NO_CONFIG: '1' };
  return {
    async run(command, args) {
      const child = spawn(join(commands, command), args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
      const output: Buffer[] = [];
      child.stdout.on('data', (piece: Buffer) => output.push(piece));
      child.stderr.on('data', (piece: Buffer) => output.push(piece));
      const [exitCode] = await once(child, 'close');
      return { exitCode: Number(exitCode), output: Buffer.concat(output).toString('utf8') };
    },
    start: (command, args) => spawn(join(commands, command), args, { env, stdio: 'ignore' }),
  };
}
