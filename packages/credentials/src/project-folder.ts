import { lstat, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, parse, relative, resolve } from 'node:path';

/** The project somebody stands in, from which nothing is run or loaded. */
export interface ProjectFolder {
  readonly path: string;
  /** Whether a path lies in it. Give the real path too: a link from outside may lead into it. */
  holds(path: string): boolean;
}

/**
 * The project around a folder: the whole repository, where the folder is in one, and else the folder itself. A submodule
 * belongs to the repository around it.
 */
export async function projectAround(folder: string): Promise<ProjectFolder> {
  const start = await realpath(folder).catch(() => resolve(folder));
  const path = await repositoryAround(start);
  return { path, holds: (place) => isInside(place, path) };
}

async function repositoryAround(start: string): Promise<string> {
  let project = start;
  for (let folder = start; folder !== parse(folder).root; folder = dirname(folder)) {
    const mark = await lstat(join(folder, '.git')).catch(() => undefined);
    if (mark === undefined) continue;
    project = folder;
    // A file belongs to a submodule or a worktree, whose repository may be further up.
    if (!mark.isFile()) break;
  }
  return project;
}

function isInside(path: string, folder: string): boolean {
  // The root of the file system is nobody's project.
  if (folder === parse(folder).root) return false;
  const way = relative(folder, path);
  return way === '' || (!/^\.\.(?:[\\/]|$)/.test(way) && !isAbsolute(way));
}
