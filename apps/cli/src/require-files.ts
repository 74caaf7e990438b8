import { CommandError } from './command-error.ts';
import { factsOf } from './readable.ts';

/**
 * Looks whether every path named on the command line is a file, before anything else is done.
 *
 * @throws {@link CommandError} `USAGE_FILE_NOT_FOUND`, `USAGE_FILE_UNREADABLE`
 */
export async function requireFiles(paths: readonly string[]): Promise<void> {
  for (const path of paths) await requireFile(path);
}

/** As {@link requireFiles}, for one path. */
export async function requireFile(path: string): Promise<void> {
  const found = await factsOf(path);
  if (found?.isFile() === true) return;
  const isDirectory = found?.isDirectory() === true;
  throw new CommandError({
    code: 'USAGE_FILE_NOT_FOUND',
    message: isDirectory ? `${path} is a directory.` : `${path} does not exist${found === undefined ? '' : ' as a file'}.`,
    remedy: isDirectory ? `Name the files in it, as in ${path.replace(/\/$/, '')}/*.` : 'Check the path.',
  });
}

/**
 * Looks whether there is something at a path, be it a pipe.
 *
 * @throws {@link CommandError} `USAGE_FILE_NOT_FOUND`
 */
export async function requirePresent(path: string): Promise<void> {
  if ((await factsOf(path)) !== undefined) return;
  throw new CommandError({ code: 'USAGE_FILE_NOT_FOUND', message: `${path} does not exist.`, remedy: 'Check the path.' });
}
