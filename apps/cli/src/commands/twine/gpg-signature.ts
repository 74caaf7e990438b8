import { isAbsolute, resolve } from 'node:path';
import { plainText } from '@ropewalk/http';
import { findProgram, runProgram } from '@ropewalk/programs';
import { TwineError } from './twine-error.ts';

/**
 * Makes a detached signature beside a file, with a program of the person's and never one of the project's.
 *
 * @returns The path of the signature.
 * @throws {@link TwineError} `InvalidSigningExecutable`, `InvalidSigningConfiguration`; the reason of `signal` when that aborts.
 */
export async function signWithGpg(
  path: string,
  options: { readonly program: string; readonly identity: string | undefined; readonly signal: AbortSignal },
): Promise<string> {
  const program = await executable(options.program);
  const signer = options.identity === undefined ? [] : ['--local-user', options.identity];
  // It runs in a folder of its own, so that the file needs its full name.
  const end = await runProgram(program, ['--detach-sign', ...signer, '-a', '--', resolve(path)], { env: surroundings(), signal: options.signal });
  if (end.status === 'exited' && end.exitCode === 0) return `${path}.asc`;
  const reason = end.status === 'exited' ? new Error(plainText(end.stderr)) : new Error(`It ended like this: ${end.status}.`);
  throw new TwineError('InvalidSigningConfiguration', `${options.program} did not sign ${path}.`, reason);
}

function surroundings(): NodeJS.ProcessEnv {
  const keys = process.env['GNUPGHOME'];
  return keys === undefined || keys === '' ? process.env : { ...process.env, GNUPGHOME: resolve(keys) };
}

async function executable(name: string): Promise<string> {
  const place = { env: process.env, projectFolder: process.cwd() };
  const found = isAbsolute(name) ? name : await findProgram(name, place);
  if (found !== undefined) return found;
  if (name !== 'gpg') throw new TwineError('InvalidSigningExecutable', `${name} executable not available.`);
  const second = await findProgram('gpg2', place);
  if (second === undefined) throw new TwineError('InvalidSigningExecutable', "'gpg' or 'gpg2' executables not available.\nTry installing one of these or specifying an executable with the --sign-with flag.");
  return second;
}
