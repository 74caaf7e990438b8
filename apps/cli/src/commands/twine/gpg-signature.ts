import { execFile } from 'node:child_process';
import { findProgram } from '@ropewalk/credentials';
import { TwineError } from './twine-error.ts';

/**
 * Makes a detached signature beside a file, with a program of the person's and never one of the project's.
 *
 * @returns The path of the signature.
 * @throws {@link TwineError} `InvalidSigningExecutable`, `InvalidSigningConfiguration`
 */
export async function signWithGpg(
  path: string,
  options: { readonly program: string; readonly identity: string | undefined; readonly signal: AbortSignal },
): Promise<string> {
  const program = await executable(options.program);
  const args = ['--detach-sign', ...(options.identity === undefined ? [] : ['--local-user', options.identity]), '-a', '--', path];
  await new Promise<void>((resolve, reject) => {
    execFile(program, args, { shell: false, windowsHide: true, signal: options.signal }, (error) => {
      if (error === null) resolve();
      else reject(new TwineError('InvalidSigningConfiguration', `${options.program} did not sign ${path}.`, error));
    });
  });
  return `${path}.asc`;
}

async function executable(name: string): Promise<string> {
  const place = { env: process.env, projectFolder: process.cwd() };
  const found = name.startsWith('/') ? name : await findProgram(name, place);
  if (found !== undefined) return found;
  if (name !== 'gpg') throw new TwineError('InvalidSigningExecutable', `${name} executable not available.`);
  const second = await findProgram('gpg2', place);
  if (second === undefined) throw new TwineError('InvalidSigningExecutable', "'gpg' or 'gpg2' executables not available.\nTry installing one of these or specifying an executable with the --sign-with flag.");
  return second;
}
