import { stat } from 'node:fs/promises';
import { CommandError } from './command-error.ts';

/**
 * Looks whether every path named on the command line is a file, before anything else is done.
 *
 * @throws {@link CommandError} `USAGE_FILE_NOT_FOUND`
 */
export async function requireFiles(paths: readonly string[]): Promise<void> {
  for (const path of paths) await requireFile(path);
}

/** As {@link requireFiles}, for one path. */
export async function requireFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true) return;
  const isDirectory = found?.isDirectory() === true;
  throw new CommandError({
    code: 'USAGE_FILE_NOT_FOUND',
    message: isDirectory ? `${path} is a directory.` : `${path} does not exist${found === undefined ? '' : ' as a file'}.`,
    remedy: isDirectory ? `Name the files in it, as in ${path.replace(/\/$/, '')}/*.` : 'Check the path.',
  });
}
