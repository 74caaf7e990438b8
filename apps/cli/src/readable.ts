import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { CommandError } from './command-error.ts';

/**
 * Reads a file or a directory that the command line names.
 *
 * @throws {@link CommandError} `USAGE_FILE_UNREADABLE` in place of whatever the system says.
 */
export async function readable<Content>(path: string, read: () => Content | Promise<Content>): Promise<Content> {
  try {
    return await read();
  } catch (cause) {
    throw new CommandError({
      code: 'USAGE_FILE_UNREADABLE',
      message: `${path} cannot be read${reasonOf(cause)}.`,
      remedy: 'Check who may read it, and the folders above it.',
      cause,
    });
  }
}

/** What a path on the command line is; `undefined` when there is nothing. @throws {@link CommandError} `USAGE_FILE_UNREADABLE` */
export function factsOf(path: string): Promise<Stats | undefined> {
  return readable(path, () => stat(path).catch(ifMissing));
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
}

function reasonOf(cause: unknown): string {
  const { code } = cause as NodeJS.ErrnoException;
  return code === undefined ? '' : ` (${code})`;
}
