import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { leadsThrough, projectAround } from '@ropewalk/programs';
import type { KeyringUnavailable } from './keyring.ts';

/** The npm package whose native module opens the system's keyring. */
export const nativeModuleName = '@napi-rs/keyring';

/**
 * Finds the native module in the `node_modules` folders around a folder, and nowhere else: neither the current directory
 * nor `NODE_PATH` has a say. One that lies in the project, also by way of a link, is not taken.
 *
 * @param from - Where ropewalk is installed.
 * @param projectFolder - The folder somebody stands in.
 */
export async function findNativeModule(from: string, projectFolder: string): Promise<{ readonly folder: string } | KeyringUnavailable> {
  const project = await projectAround(projectFolder);
  let isInProject = false;
  for (const above of foldersAround(from)) {
    const folder = join(above, 'node_modules', nativeModuleName);
    if (!(await isFile(join(folder, 'package.json')))) continue;
    if (!(await leadsThrough(project, folder))) return { folder };
    isInProject = true;
  }
  return { unavailable: isInProject ? 'installed only in this project, and nothing of a project is loaded' : 'not installed' };
}

function* foldersAround(folder: string): Generator<string> {
  yield folder;
  if (dirname(folder) !== folder) yield* foldersAround(dirname(folder));
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}
