import { readCache, trustedRootIn } from './cache-file.ts';
import { shippedTrustedRoot } from './shipped-trusted-root.ts';
import type { TrustedRoot } from './trusted-root.ts';
import { TrustedRootError } from './trusted-root-error.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * The newest trusted root of the public-good instance that was ever verified here: the cached one, or the shipped one
 * where that is newer or nothing is cached. Opens no connection.
 *
 * @param cacheFile - Where `updateTrustedRoot` of `@ropewalk/trusted-root/update` keeps it.
 * @throws {@link TrustedRootError} `TRUSTED_ROOT_CACHE_BROKEN`: a damaged cache never leads to an older root.
 */
export async function newestTrustedRoot(cacheFile: string): Promise<TrustedRoot> {
  const shipped = shippedTrustedRoot();
  const cache = await readCache(cacheFile);
  if (cache === undefined) return shipped;
  const cached = trustedRootIn(cache, cacheFile);
  return ageOrder(shipped) > ageOrder(cached) ? shipped : cached;
}

/**
 * Refuses a trusted root that is older than the operator allows. One from a file has no age: it is the operator's choice.
 *
 * @throws {@link TrustedRootError} `TRUSTED_ROOT_TOO_OLD`
 */
export function requireMaxAge({ source, issuedAt }: TrustedRoot, options: { readonly maxAgeMs: number; readonly now: Date }): void {
  if (issuedAt === undefined) return;
  const ageMs = options.now.getTime() - issuedAt.getTime();
  if (ageMs <= options.maxAgeMs) return;
  throw new TrustedRootError({
    code: 'TRUSTED_ROOT_TOO_OLD',
    message: `The trusted root (${source}) is ${Math.floor(ageMs / dayMs)} days old; at most ${Math.floor(options.maxAgeMs / dayMs)} are allowed.`,
    remedy: 'Run `ropewalk trusted-root update`.',
  });
}

function ageOrder({ issuedAt }: TrustedRoot): number {
  return issuedAt?.getTime() ?? 0;
}
