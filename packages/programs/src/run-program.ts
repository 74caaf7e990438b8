import { execFile, type ExecFileException } from 'node:child_process';
import { dirname } from 'node:path';

/** How a program is run. */
export interface ProgramOptions {
  /** All that it gets of an environment: what makes it load code of the project is not to be in it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Given to it as standard input. Default: nothing, and the end of it at once. */
  readonly input?: string;
  /** Default: as long as it takes, for one that asks a person. */
  readonly timeoutMs?: number;
  /** Of standard output and of standard error each. Default 1 MiB. */
  readonly maxOutputBytes?: number;
  readonly signal?: AbortSignal;
}

/** How a program ended: by itself (`exited`), or before it was done. */
export type ProgramEnd =
  | { readonly status: 'exited'; readonly exitCode: number; readonly stdout: string; /** May hold anything, secrets too. */ readonly stderr: string }
  | { readonly status: 'not-started' | 'late' | 'too-much-output' | 'killed' };

/** {@link runProgram}, or what a test has in its place. */
export type RunProgram = (program: string, args: readonly string[], options: ProgramOptions) => Promise<ProgramEnd>;

/**
 * Runs a program without a shell, in its own folder: what lies in the project (a module, a version file of pyenv) must not
 * decide what runs. One that is late, writes too much or is not wanted any more is killed, and what it started is not waited
 * for.
 *
 * @param program - The absolute path, as `findProgram` gives it.
 * @throws The reason of `signal` when that aborts.
 */
export const runProgram: RunProgram = async (program, args, { env, input = '', timeoutMs = 0, maxOutputBytes = 1024 * 1024, signal }) => {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      [...args],
      {
        cwd: dirname(program),
        env: { ...env },
        timeout: timeoutMs,
        // A program can go on after a friendlier one.
        killSignal: 'SIGKILL',
        shell: false,
        windowsHide: true,
        maxBuffer: maxOutputBytes,
      },
      (error, stdout, stderr) => {
        signal?.removeEventListener('abort', stop);
        if (signal?.aborted === true) reject(signal.reason as unknown);
        else resolve(error === null ? { status: 'exited', exitCode: 0, stdout, stderr } : endOf(error, stdout, stderr));
      },
    );
    // What the program has started may hold its output open; the end of that is not waited for.
    const stop = (): void => {
      child.kill('SIGKILL');
      child.stdout?.destroy();
      child.stderr?.destroy();
    };
    signal?.addEventListener('abort', stop, { once: true });
    // A program that ends without reading its input is judged by how it ends.
    child.stdin?.on('error', () => undefined).end(input);
  });
};

function endOf(error: ExecFileException, stdout: string, stderr: string): ProgramEnd {
  if (typeof error.code === 'number') return { status: 'exited', exitCode: error.code, stdout, stderr };
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return { status: 'too-much-output' };
  if (typeof error.code === 'string') return { status: 'not-started' };
  return { status: error.killed === true ? 'late' : 'killed' };
}
