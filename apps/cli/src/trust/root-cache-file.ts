import { createHash } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import { homeFolder } from '@ropewalk/credentials';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where an updated trusted root is kept: in `ROPEWALK_CACHE_DIR`, else where this system keeps caches. A repository other
 * than Sigstore's public good instance has a file of its own. `undefined`: this user has no home.
 */
export function rootCacheFile(env: Environment, repositoryUrl?: URL): string | undefined {
  const folder = cacheFolder(env);
  if (folder === undefined) return undefined;
  const name = repositoryUrl === undefined ? 'trusted-root' : `trusted-root-${createHash('sha256').update(repositoryUrl.href).digest('hex').slice(0, 16)}`;
  return join(folder, `${name}.json`);
}

// Nothing that the environment leaves relative is believed: it would be a folder of the project, which decides no trust.
function cacheFolder(env: Environment): string | undefined {
  const { ROPEWALK_CACHE_DIR: chosen, XDG_CACHE_HOME: xdg, LOCALAPPDATA: windows } = env;
  if (chosen) return chosen;
  if (process.platform === 'win32' && windows && isAbsolute(windows)) return join(windows, 'ropewalk');
  const home = homeFolder();
  if (process.platform === 'darwin') return home === undefined ? undefined : join(home, 'Library', 'Caches', 'ropewalk');
  if (xdg && isAbsolute(xdg)) return join(xdg, 'ropewalk');
  return home === undefined ? undefined : join(home, '.cache', 'ropewalk');
}
