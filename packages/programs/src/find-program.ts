import { access, constants, stat } from 'node:fs/promises';
import { basename, delimiter, isAbsolute, join } from 'node:path';
import { leadsThrough } from './leads-through.ts';
import { projectAround, type ProjectFolder } from './project-folder.ts';

/** Where programs are looked for, and where not. */
export interface ProgramPlaces {
  /** Only `PATH` is read. Its relative entries are passed over: they lead to wherever somebody stands. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Nothing in it or below it is taken, also not by way of a link; where it is part of a git repository, nothing of the whole
   * repository.
   */
  readonly projectFolder: string;
}

/**
 * Finds a program on the `PATH`, but not in the project: what a cloned project brings along must not be run.
 *
 * @param name - Without a folder and, on Windows, without `.exe`.
 * @returns The absolute path; `undefined` when it is nowhere.
 */
export async function findProgram(name: string, places: ProgramPlaces): Promise<string | undefined> {
  for await (const program of programsCalled([name], places)) return program;
  return undefined;
}

/**
 * Finds every program of some names as {@link findProgram} does.
 *
 * @returns Absolute paths in the order of the `PATH`, and in each folder of it in the order of the names.
 */
export async function findPrograms(names: readonly string[], places: ProgramPlaces): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const program of programsCalled(names, places)) found.push(program);
  return found;
}

async function* programsCalled(names: readonly string[], { env, projectFolder }: ProgramPlaces): AsyncGenerator<string> {
  const project = await projectAround(projectFolder);
  for (const folder of (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter(isAbsolute)) {
    for (const name of names.filter((one) => basename(one) === one)) {
      // Never a .bat or .cmd: those need a shell.
      const place = join(folder, process.platform === 'win32' ? `${name}.exe` : name);
      if (await isTaken(place, project)) yield place;
    }
  }
}

async function isTaken(place: string, project: ProjectFolder): Promise<boolean> {
  try {
    await access(place, constants.X_OK);
    return (await stat(place)).isFile() && !(await leadsThrough(project, place));
  } catch {
    return false;
  }
}
