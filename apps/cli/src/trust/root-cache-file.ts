import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where an updated trusted root is kept: in `ROPEWALK_CACHE_DIR`, else where this system keeps caches. A repository other
 * than Sigstore's public good instance has a file of its own.
 */
export function rootCacheFile(env: Environment, repositoryUrl?: URL): string {
  const name = repositoryUrl === undefined ? 'trusted-root' : `trusted-root-${createHash('sha256').update(repositoryUrl.href).digest('hex').slice(0, 16)}`;
  return join(cacheFolder(env), `${name}.json`);
}

function cacheFolder(env: Environment): string {
  const { ROPEWALK_CACHE_DIR: chosen, XDG_CACHE_HOME: xdg, LOCALAPPDATA: windows } = env;
  if (chosen) return chosen;
  if (process.platform === 'win32' && windows) return join(windows, 'ropewalk');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'ropewalk');
  return join(xdg || join(homedir(), '.cache'), 'ropewalk');
}
