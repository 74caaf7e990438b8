import { glob, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { sortStrays } from '@ropewalk/preflight';
import { CommandError } from '../../command-error.ts';
import { onlyDistributions } from '../../only-distributions.ts';

/** What is to be judged, and what is not. */
export interface ChosenFiles {
  readonly files: readonly ChosenFile[];
  readonly strays: readonly { readonly path: string; readonly kind: string }[];
}

/** A file that was named. */
export interface ChosenFile {
  readonly path: string;
  /** Why it is not even opened: a pipe would never end. */
  readonly problem?: string;
}

const defaultPattern = 'dist/*';

/**
 * Finds the files that were named, and sorts out what is no distribution by its name. Patterns that no shell expanded are.
 *
 * @throws {@link CommandError} `USAGE_FILE_NOT_FOUND`, `USAGE_NO_DISTRIBUTIONS`
 */
export async function chooseFiles(named: readonly string[]): Promise<ChosenFiles> {
  const paths = named.length === 0 ? await defaultFiles() : (await Promise.all(named.map(existing))).flat();
  if (paths.length === 0) {
    throw new CommandError({
      code: 'USAGE_NO_DISTRIBUTIONS',
      message: `There are no files in ${defaultPattern}.`,
      remedy: 'Build the distributions first, or name them.',
    });
  }
  const distributions = onlyDistributions(paths);
  const { strays } = sortStrays(paths);
  return { files: await Promise.all(distributions.map(withProblem)), strays };
}

/** As a shell would: no hidden files; and no folders, which nobody named. */
async function defaultFiles(): Promise<readonly string[]> {
  const paths = await expanded(defaultPattern);
  const facts = await Promise.all(paths.map(async (path) => ({ path, isFolder: (await stat(path).catch(() => undefined))?.isDirectory() === true })));
  return facts.filter(({ isFolder }) => !isFolder).map(({ path }) => path);
}

async function existing(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch((error: unknown) => (isMissing(error) ? undefined : null));
  if (found?.isDirectory() === true) {
    throw notFound(`${path} is a directory.`, `Name the files in it, as in ${path.replace(/[/\\]+$/, '')}/*.`);
  }
  if (found !== undefined) return [path];
  const matches = /[*?[]/.test(path) ? await expanded(path) : [];
  if (matches.length === 0) throw notFound(`${path} does not exist.`, 'Check the path; build the distributions first.');
  return matches;
}

async function expanded(pattern: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for await (const path of glob(pattern)) if (!basename(path).startsWith('.')) paths.push(path);
  return paths.sort();
}

async function withProblem(path: string): Promise<ChosenFile> {
  const found = await stat(path).catch(() => undefined);
  return found === undefined || found.isFile() ? { path } : { path, problem: 'It is no regular file.' };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(String(error.code));
}

function notFound(message: string, remedy: string): CommandError {
  return new CommandError({ code: 'USAGE_FILE_NOT_FOUND', message, remedy });
}
