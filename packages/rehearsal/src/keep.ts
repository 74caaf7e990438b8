import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RehearsalError } from './rehearsal-error.ts';

/** A file to keep. */
export interface KeptFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Writes files into a folder, which is made if missing. Other files there are left alone; files of the same name and
 * content stay.
 *
 * @throws {@link RehearsalError} `REHEARSAL_KEEP_CONFLICT` when a file of one of the names has other content: then nothing
 *   is written. `REHEARSAL_KEEP_FAILED` when the folder cannot be written to.
 */
export async function keepFiles(folder: string, files: readonly KeptFile[]): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const file of files) await forbidOtherContent(folder, file);
    for (const { name, bytes } of files) await writeFile(join(folder, name), bytes);
  } catch (cause) {
    if (cause instanceof RehearsalError) throw cause;
    throw new RehearsalError({
      code: 'REHEARSAL_KEEP_FAILED',
      message: `The folder ${folder} cannot be written to.`,
      remedy: 'Name a folder that is yours, or one that does not exist yet.',
      cause,
    });
  }
}

/** @throws {@link RehearsalError} `REHEARSAL_KEEP_CONFLICT` when one of the files exists, whatever its content. */
export async function forbidExisting(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    if (existsSync(join(folder, name))) throw conflict(join(folder, name));
  }
}

async function forbidOtherContent(folder: string, { name, bytes }: KeptFile): Promise<void> {
  const existing = await readIfThere(join(folder, name));
  if (existing !== undefined && !existing.equals(bytes)) throw conflict(join(folder, name));
}

function conflict(path: string): RehearsalError {
  return new RehearsalError({
    code: 'REHEARSAL_KEEP_CONFLICT',
    message: `${path} exists and has other content than this rehearsal's.`,
    remedy: 'Name another folder, or remove the file.',
  });
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
