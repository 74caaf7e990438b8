import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
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
 * @throws {@link RehearsalError} `REHEARSAL_KEEP_CONFLICT` when a file of one of the names has other content, or is no file:
 *   then nothing is written. `REHEARSAL_KEEP_FAILED` when the folder cannot be written to.
 */
export async function keepFiles(folder: string, files: readonly KeptFile[]): Promise<void> {
  await orUnwritable(folder, async () => {
    await mkdir(folder, { recursive: true });
    const missing: KeptFile[] = [];
    for (const file of files) if (!(await isKept(folder, { name: file.name, read: async () => file.bytes }))) missing.push(file);
    // What appeared since then, be it a pipe, is not written to.
    for (const { name, bytes } of missing) await writeFile(join(folder, name), bytes, { flag: 'wx' });
  });
}

/** A file to keep that is read only where something of its name is there already. */
export interface FileToKeep {
  readonly name: string;
  read(): Promise<Uint8Array>;
}

/**
 * Looks whether files can be kept in a folder, and writes nothing.
 *
 * @param names - Files of which whatever is there has other content.
 * @throws {@link RehearsalError} as {@link keepFiles}, as far as it can be told beforehand.
 */
export async function forbidConflicts(folder: string, files: readonly FileToKeep[], names: readonly string[]): Promise<void> {
  await orUnwritable(folder, async () => {
    const place = await stat(folder).catch(ifMissing);
    if (place !== undefined && !place.isDirectory()) throw unwritable(folder, 'is no folder');
    for (const file of files) await isKept(folder, file);
    for (const name of names) if ((await stat(join(folder, name)).catch(ifMissing)) !== undefined) throw conflict(join(folder, name));
  });
}

/** Whether a file is there with its content. What is no file is not opened: a named pipe would never answer. */
async function isKept(folder: string, { name, read }: FileToKeep): Promise<boolean> {
  const path = join(folder, name);
  const found = await stat(path).catch(ifMissing);
  if (found === undefined) return false;
  if (!found.isFile()) throw conflict(path, 'is there already, and is no file');
  const bytes = await read();
  if (found.size !== bytes.byteLength || !(await readFile(path)).equals(bytes)) throw conflict(path);
  return true;
}

async function orUnwritable(folder: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    throw cause instanceof RehearsalError ? cause : unwritable(folder, 'cannot be written to', cause);
  }
}

function conflict(path: string, why = "exists and has other content than this rehearsal's"): RehearsalError {
  return new RehearsalError({ code: 'REHEARSAL_KEEP_CONFLICT', message: `${path} ${why}.`, remedy: 'Name another folder, or remove the file.' });
}

function unwritable(folder: string, why: string, cause?: unknown): RehearsalError {
  return new RehearsalError({ code: 'REHEARSAL_KEEP_FAILED', message: `The folder ${folder} ${why}.`, remedy: 'Name a folder that is yours, or one that does not exist yet.', cause });
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
