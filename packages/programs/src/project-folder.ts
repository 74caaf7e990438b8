import { lstat, readFile, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, parse, relative, resolve } from 'node:path';

/** The project somebody stands in, from which nothing is run or loaded. */
export interface ProjectFolder {
  readonly path: string;
  /** Whether a path lies in it. Give the real path too: a link from outside may lead into it. */
  holds(path: string): boolean;
}

/**
 * The project around a folder: the whole repository, where the folder is in one, and else the folder itself. A submodule
 * belongs to the repository around it, and a worktree to the folder whose it is.
 */
export async function projectAround(folder: string): Promise<ProjectFolder> {
  const start = await realpath(folder).catch(() => resolve(folder));
  const { path, elsewhere } = await repositoryAround(start);
  return { path, holds: (place) => [path, ...elsewhere].some((tree) => isInside(place, tree)) };
}

async function repositoryAround(start: string): Promise<{ readonly path: string; readonly elsewhere: readonly string[] }> {
  let path = start;
  const elsewhere: string[] = [];
  for (let folder = start; folder !== parse(folder).root; folder = dirname(folder)) {
    const mark = await lstat(join(folder, '.git')).catch(() => undefined);
    if (mark === undefined) continue;
    path = folder;
    // A file belongs to a submodule or a worktree, whose repository may be further up.
    if (!mark.isFile()) break;
    if (mark.size <= longestMark) elsewhere.push(...(await mainFolderOf(folder)));
  }
  return { path, elsewhere };
}

// It is one line with a path in it.
const longestMark = 8192;

/** The folder that has the `.git` folder to which a file `.git` leads: `gitdir: /home/me/clone/.git/worktrees/fix`. */
async function mainFolderOf(folder: string): Promise<readonly string[]> {
  const text = await readFile(join(folder, '.git'), 'utf8').catch(() => '');
  const place = /^gitdir:[ \t]*([^\r\n\0]+)/.exec(text)?.[1];
  const main = place === undefined ? undefined : /^(.*)[\\/]\.git(?:[\\/]|$)/.exec(resolve(folder, place))?.[1];
  return main === undefined || main === '' ? [] : [await realpath(main).catch(() => main)];
}

function isInside(path: string, folder: string): boolean {
  // The root of the file system is nobody's project.
  if (folder === parse(folder).root) return false;
  const way = relative(folder, path);
  return way === '' || (!/^\.\.(?:[\\/]|$)/.test(way) && !isAbsolute(way));
}
