import { findPrograms } from '@ropewalk/programs';

/** Where a Python is looked for. */
export interface FindPythonOptions {
  /** The folder somebody stands in. From it, and from the whole git repository it is part of, no program is run. */
  readonly project: string;
  /** Default `process.env`; only `PATH` is read. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default `python3`, `python`. */
  readonly names?: readonly string[];
}

/**
 * Finds Pythons on the path that lie outside the project: neither in it nor behind a link that leads through it, and in no
 * folder given as a relative path.
 *
 * @returns Absolute paths, links not followed.
 */
export async function findPython({ project, env = process.env, names = ['python3', 'python'] }: FindPythonOptions): Promise<readonly string[]> {
  return findPrograms(names, { env, projectFolder: project });
}
