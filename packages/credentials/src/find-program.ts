import { access, constants, realpath, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { projectAround } from './project-folder.ts';

/**
 * Finds a program on the `PATH`, but not in the project: what a cloned project brings along must not be run.
 * Relative entries of the `PATH` are passed over for the same reason.
 *
 * @param projectFolder - Nothing in it or below it is taken, also not by way of a link; where it is part of a git
 *   repository, nothing of the whole repository.
 * @returns The absolute path; `undefined` when it is nowhere.
 */
export async function findProgram(
  name: string,
  options: { readonly env: Readonly<Record<string, string | undefined>>; readonly projectFolder: string },
): Promise<string | undefined> {
  const isWindows = process.platform === 'win32';
  const path = options.env['PATH'] ?? options.env['Path'] ?? '';
  // Never a .bat or .cmd: those need a shell.
  const names = isWindows ? [`${name}.exe`] : [name];
  const project = await projectAround(options.projectFolder);
  for (const folder of path.split(delimiter).filter(isAbsolute)) {
    for (const candidate of names) {
      const place = join(folder, candidate);
      if (await isProgram(place) && !project.holds(folder) && !project.holds(await realpath(place))) return place;
    }
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
