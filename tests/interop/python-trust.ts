import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes Python's unmodified commands trust a private root: offline, they read the production root from this cache.
 *
 * @param folder - Where the cache is made.
 * @param trustedRoot - Content of `trusted_root.json`.
 * @returns The environment to run them with.
 */
export async function trustInPython(folder: string, trustedRoot: unknown): Promise<Readonly<Record<string, string>>> {
  const tuf = join(folder, 'cache', 'sigstore-python', 'tuf', encodeURIComponent('https://tuf-repo-cdn.sigstore.dev'));
  await mkdir(tuf, { recursive: true });
  await writeFile(join(tuf, 'trusted_root.json'), JSON.stringify(trustedRoot));
  return { XDG_CACHE_HOME: join(folder, 'cache'), XDG_DATA_HOME: join(folder, 'data') };
}
