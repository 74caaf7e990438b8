import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The command, as built. */
export const programPath: string = fileURLToPath(import.meta.resolve('ropewalk/package.json').replace(/package\.json$/, 'bin/ropewalk.js'));

/** What a run of the command left. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command with nothing of this process's environment but PATH and HOME. */
export function ropewalk(args: readonly string[], options: { readonly env?: Record<string, string>; readonly cwd?: string; readonly killAfterMs?: number } = {}): Promise<Run> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [programPath, ...args], { cwd: options.cwd, env: { PATH, HOME, ...options.env } });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  if (options.killAfterMs !== undefined) setTimeout(() => child.kill('SIGINT'), options.killAfterMs).unref();
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (status) => resolve({ status, ...output }));
  });
}
