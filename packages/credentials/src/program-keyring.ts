import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { findProgram } from './find-program.ts';
import type { Keyring, KeyringUnavailable } from './keyring.ts';

/** Runs a program without a shell and hands back what it wrote to standard output. Ends it when its time is up and when the signal aborts. */
export type RunProgram = (
  program: string,
  args: readonly string[],
  options: { readonly env: Readonly<Record<string, string | undefined>>; readonly timeoutMs: number; readonly signal?: AbortSignal },
) => Promise<{ readonly exitCode: number; readonly stdout: string; /** Whether it was ended because its time was up. */ readonly isLate?: boolean }>;

/** How the `keyring` program is found and run. */
export interface KeyringProgramOptions {
  /** Default `process.env`. What makes Python load code is not handed on. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Programs in it, or in the repository it is part of, are not run. Default the current directory. */
  readonly projectFolder?: string;
  /** Default 30 000 ms: it may have to ask the user to unlock it. */
  readonly timeoutMs?: number;
  readonly run?: RunProgram;
}

/** The keyring behind Python's `keyring` program. Where the program fails, it has nothing; once it hung, it is asked no more. */
export function programKeyring(options: KeyringProgramOptions = {}): Keyring {
  const env = options.env ?? process.env;
  const run = options.run ?? runProgram;
  const timeoutMs = options.timeoutMs ?? 30_000;
  let late: KeyringUnavailable | undefined;

  const ask = async (args: readonly string[], signal: AbortSignal | undefined): Promise<string | KeyringUnavailable | undefined> => {
    signal?.throwIfAborted();
    if (late !== undefined) return late;
    const program = await findProgram('keyring', { env, projectFolder: options.projectFolder ?? process.cwd() });
    if (program === undefined) return { unavailable: 'not installed outside this project' };
    signal?.throwIfAborted();
    const { exitCode, stdout, isLate } = await run(program, args, { env: isolated(env), timeoutMs, ...(signal === undefined ? {} : { signal }) });
    signal?.throwIfAborted();
    if (isLate === true) return (late = { unavailable: `no answer within ${timeoutMs / 1000} seconds` });
    return exitCode === 0 ? stdout : undefined;
  };

  return {
    name: 'the keyring program',
    async get(service, username, { signal } = {}) {
      // The program would take such a name for an option; and no argument can hold a null.
      if (username !== undefined && /^-|\0/.test(username)) return undefined;
      const answer = await ask(username === undefined ? ['--mode', 'creds', 'get', service] : ['get', service, username], signal);
      if (typeof answer !== 'string') return answer;
      const [found = '', password = ''] = username === undefined ? answer.split(/\r?\n/) : [username, answer.replace(/\r?\n$/, '')];
      return found === '' || password === '' ? undefined : { username: found, password };
    },
  };
}

/** As `python -I` does, which a program that is a script does not take. A keyring is chosen by variables of its own. */
function isolated(env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^PYTHON(?!_KEYRING_|UTF8$|IOENCODING$)/i.test(name)));
}

async function runProgram(...[program, args, options]: Parameters<RunProgram>): ReturnType<RunProgram> {
  // What lies in the project (a module, a version file of pyenv) must not decide what runs.
  return new Promise((resolve) => {
    const child = execFile(
      program,
      [...args],
      {
        cwd: dirname(program),
        env: options.env as NodeJS.ProcessEnv,
        timeout: options.timeoutMs,
        // A program can go on after a friendlier one.
        killSignal: 'SIGKILL',
        shell: false,
        windowsHide: true,
        maxBuffer: 1024 * 1024,
      },
      // What went wrong is in standard error, which may hold anything; that there is no secret is all that counts.
      (error, stdout) => {
        options.signal?.removeEventListener('abort', stop);
        resolve({ exitCode: error === null ? 0 : 1, stdout, isLate: error?.killed === true });
      },
    );
    // What the program has started may hold its output open; the end of that is not waited for.
    const stop = (): void => {
      child.kill('SIGKILL');
      child.stdout?.destroy();
      child.stderr?.destroy();
    };
    options.signal?.addEventListener('abort', stop, { once: true });
    child.stdin?.end();
  });
}
