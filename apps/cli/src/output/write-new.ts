import { readFile, writeFile } from 'node:fs/promises';
import { CommandError } from '../command-error.ts';

/**
 * Writes a file that is not there yet. One that is there with the same content is fine, with other content it is left alone.
 *
 * @throws {@link CommandError} `USAGE_FILE_EXISTS`, `USAGE_FILE_NOT_FOUND`
 */
export async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw unwritable(path, cause);
    if ((await readFile(path, 'utf8').catch(() => undefined)) === text) return;
    throw new CommandError({ code: 'USAGE_FILE_EXISTS', message: `${path} exists already, with other content.`, remedy: 'Name another file, or remove that one.', cause });
  }
}

/** The error for a file that cannot be written. */
export function unwritable(path: string, cause: unknown): CommandError {
  return new CommandError({ code: 'USAGE_FILE_NOT_FOUND', message: `${path} cannot be written.`, remedy: 'Name a file in a folder that exists and may be written to.', cause });
}
