import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { findProgram } from './find-program.ts';

/** A place where the operating system keeps secrets. */
export interface Keyring {
  /** For people: `the keyring program`. */
  readonly name: string;
  /**
   * Looks up a secret.
   *
   * @param service - What it is for: the upload URL, as twine stores it, or the host, as uv does.
   * @param username - `undefined`: whichever user there is.
   */
  get(service: string, username: string | undefined): Promise<{ readonly username: string; readonly password: string } | undefined>;
}

/** Runs a program without a shell and hands back what it wrote to standard output. */
export type RunProgram = (
  program: string,
  args: readonly string[],
  options: { readonly env: Readonly<Record<string, string | undefined>>; readonly timeoutMs: number },
) => Promise<{ readonly exitCode: number; readonly stdout: string }>;

/** How the `keyring` program is found and run. */
export interface KeyringProgramOptions {
  /** Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Programs in it are not run. Default the current directory. */
  readonly projectFolder?: string;
  /** Default 30 000 ms: it may have to ask the user to unlock it. */
  readonly timeoutMs?: number;
  readonly run?: RunProgram;
}

/** The keyring behind Python's `keyring` program. Where the program is missing or fails, it has nothing. */
export function programKeyring(options: KeyringProgramOptions = {}): Keyring {
  const env = options.env ?? process.env;
  const run = options.run ?? runProgram;
  const ask = async (args: readonly string[]): Promise<string | undefined> => {
    const program = await findProgram('keyring', { env, projectFolder: options.projectFolder ?? process.cwd() });
    if (program === undefined) return undefined;
    const { exitCode, stdout } = await run(program, args, { env, timeoutMs: options.timeoutMs ?? 30_000 });
    return exitCode === 0 ? stdout : undefined;
  };
  return {
    name: 'the keyring program',
    async get(service, username) {
      // The program would take such a name for an option.
      if (username?.startsWith('-') === true) return undefined;
      if (username !== undefined) {
        const password = (await ask(['get', service, username]))?.replace(/\r?\n$/, '');
        return password === undefined || password === '' ? undefined : { username, password };
      }
      const answer = await ask(['--mode', 'creds', 'get', service]);
      const [found = '', password = ''] = answer?.split(/\r?\n/) ?? [];
      return found === '' || password === '' ? undefined : { username: found, password };
    },
  };
}

async function runProgram(...[program, args, options]: Parameters<RunProgram>): ReturnType<RunProgram> {
  // What lies in the project (a module, a version file of pyenv) must not decide what runs.
  return new Promise((resolve) => {
    const child = execFile(
      program,
      [...args],
      { cwd: dirname(program), env: options.env as NodeJS.ProcessEnv, timeout: options.timeoutMs, shell: false, windowsHide: true, maxBuffer: 1024 * 1024 },
      // What went wrong is in standard error, which may hold anything; that there is no secret is all that counts.
      (error, stdout) => resolve({ exitCode: error === null ? 0 : 1, stdout }),
    );
    child.stdin?.end();
  });
}
