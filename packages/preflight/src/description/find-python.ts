import { access, constants, realpath } from 'node:fs/promises';
import { delimiter, isAbsolute, join, relative, sep } from 'node:path';

/** Where a Python is looked for. */
export interface FindPythonOptions {
  /** The project, from which no program is run. */
  readonly project: string;
  /** Default `process.env`; only `PATH` is read. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default `python3`, `python`. */
  readonly names?: readonly string[];
}

/**
 * Finds Pythons on the path that lie outside the project: neither in its folder nor linked into it, and in no folder given
 * as a relative path.
 *
 * @returns Absolute paths, links followed as far as it takes to judge them, not in the result.
 */
export async function findPython(options: FindPythonOptions): Promise<readonly string[]> {
  const project = await realpath(options.project).catch(() => options.project);
  const found: string[] = [];
  const folders = ((options.env ?? process.env)['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  for (const folder of folders) {
    for (const name of options.names ?? ['python3', 'python']) {
      const program = join(folder, process.platform === 'win32' ? `${name}.exe` : name);
      if (!(await isProgram(program)) || isInside(program, options.project) || isInside(await realpath(folder), project)) continue;
      if (!isInside(await realpath(program), project)) found.push(program);
    }
  }
  return found;
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(() => true, () => false);
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
