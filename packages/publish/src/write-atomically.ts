import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isCodedError } from '@ropewalk/core';
import { PublishError } from './publish-error.ts';

/**
 * Writes a file in one step: whoever looks, also after a crash or a power cut, finds the old content or the new, never a part.
 *
 * @throws {@link PublishError} `ATTESTATION_NOT_KEPT`
 */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const unfinished = join(dirname(path), `.${basename(path)}.${process.pid}-${randomBytes(3).toString('hex')}.part`);
  try {
    const file = await open(unfinished, 'wx');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (cause) {
    await rm(unfinished, { force: true });
    throw notKept(path, cause);
  }
}

/**
 * Makes sure that files can be written into a folder, which is made if missing, and takes away what a killed run left there.
 *
 * @throws {@link PublishError} `ATTESTATION_NOT_KEPT`
 */
export async function prepareFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const name of await readdir(folder)) {
      const pid = /^\..+\.attestation\.(\d+)-[0-9a-f]{6}\.part$|^\..+\.sigstore\.json\.(\d+)-[0-9a-f]{6}\.part$/.exec(name)?.slice(1).find(Boolean);
      if (pid !== undefined && !isRunning(Number(pid))) await rm(join(folder, name), { force: true });
    }
    const trial = join(folder, `.ropewalk.attestation.${process.pid}-${randomBytes(3).toString('hex')}.part`);
    await (await open(trial, 'wx')).close();
    await rm(trial);
  } catch (cause) {
    throw notKept(folder, cause);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function notKept(path: string, cause: unknown): unknown {
  if (isCodedError(cause)) return cause;
  return new PublishError({
    code: 'ATTESTATION_NOT_KEPT',
    message: `${path} cannot be written.`,
    remedy: 'Name a folder that may be written to, and look for free space; then run the command again.',
    cause,
  });
}
