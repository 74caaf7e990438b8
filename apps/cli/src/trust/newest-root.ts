import { newestTrustedRoot, shippedTrustedRoot, type TrustedRoot } from '@ropewalk/trusted-root';
import { rootCacheFile } from './root-cache-file.ts';

/** The newest root ever verified on this machine; where no user's folder can hold one, the shipped root. @throws as `newestTrustedRoot` */
export async function newestRoot(env: Readonly<Record<string, string | undefined>>): Promise<TrustedRoot> {
  const cacheFile = rootCacheFile(env);
  return cacheFile === undefined ? shippedTrustedRoot() : newestTrustedRoot(cacheFile);
}
