import { findProgram, runProgram, type RunProgram } from '@ropewalk/programs';
import type { Keyring, KeyringUnavailable } from './keyring.ts';

/** How the `keyring` program is found and run. */
export interface KeyringProgramOptions {
  /** Default `process.env`. What makes Python load code is not handed on. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Programs in it, or in the repository it is part of, are not run. Default the current directory. */
  readonly projectFolder?: string;
  /** Default 30 000 ms: it may have to ask the user to unlock it. */
  readonly timeoutMs?: number;
  /** Default: `runProgram` of `@ropewalk/programs`. */
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
    const ended = await run(program, args, { env: isolated(env), timeoutMs, ...(signal === undefined ? {} : { signal }) });
    if (ended.status === 'late') return (late = { unavailable: `no answer within ${timeoutMs / 1000} seconds` });
    // What went wrong may be in standard error, which may hold anything; that there is no secret is all that counts.
    return ended.status === 'exited' && ended.exitCode === 0 ? ended.stdout : undefined;
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
