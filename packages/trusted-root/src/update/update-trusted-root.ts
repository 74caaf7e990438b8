import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isCodedError, type HttpClient } from '@ropewalk/core';
import { Updater } from 'tuf-js';
import { readCache, serializeCache, trustedRootIn, type CachedRoot, type TufMetadata } from '../cache-file.ts';
import type { TrustedRoot } from '../trusted-root.ts';
import { TrustedRootError } from '../trusted-root-error.ts';
import { httpFetcher } from './http-fetcher.ts';
import { publicGoodRepository, type TufRepository } from './tuf-repository.ts';

/** How a trusted root is updated. */
export interface UpdateOptions {
  readonly http: HttpClient;
  /** The one file that keeps the result, and what protects the next update from being rolled back. */
  readonly cacheFile: string;
  /** Default: the Sigstore public-good instance's. */
  readonly repository?: TufRepository;
  /** The clock for `issuedAt`. Default: the real one. */
  readonly now?: () => Date;
  readonly signal?: AbortSignal;
}

const names = ['root', 'timestamp', 'snapshot', 'targets'] as const;
const target = 'trusted_root.json';

/**
 * Refreshes a trusted root over TUF and keeps it in one file, which is replaced whole or not at all.
 *
 * @returns The newest trusted root, verified.
 * @throws {@link TrustedRootError} `TRUSTED_ROOT_UPDATE_UNREACHABLE`, `TRUSTED_ROOT_UPDATE_REFUSED` (bad signatures,
 *   rollback, freeze, mixed metadata), `TRUSTED_ROOT_CACHE_BROKEN`; the cache then stays as it was.
 * @see https://theupdateframework.github.io/specification/latest/
 */
export async function updateTrustedRoot(options: UpdateOptions): Promise<TrustedRoot> {
  const { cacheFile, http, repository = publicGoodRepository, signal, now = () => new Date() } = options;
  const previous = await readCache(cacheFile);
  refuseOtherRepository(previous, repository, cacheFile);
  const folder = await mkdtemp(join(tmpdir(), 'ropewalk-tuf-'));
  const fetcher = httpFetcher(http, { folder, signal });
  try {
    await layOut(folder, previous?.metadata ?? { root: repository.root });
    const trustedRoot = await refresh(folder, repository, fetcher);
    const metadata = await collect(folder);
    const cache: CachedRoot = {
      repository: repository.url.href,
      refreshedAt: now().toISOString(),
      rootVersion: versionIn(metadata.root),
      metadata,
      trustedRoot,
    };
    const result = trustedRootIn(cache, cacheFile);
    refuseOlder(previous, cache);
    await replaceFile(cacheFile, serializeCache(cache));
    return result;
  } catch (error) {
    throw refusal(error, fetcher.failure(), repository);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function refresh(folder: string, { url }: TufRepository, fetcher: ReturnType<typeof httpFetcher>): Promise<string> {
  const base = url.href.replace(/\/$/, '');
  const updater = new Updater({ metadataDir: folder, metadataBaseUrl: base, targetDir: folder, targetBaseUrl: `${base}/targets`, fetcher });
  await updater.refresh();
  const info = await updater.getTargetInfo(target);
  if (info === undefined) throw new Error(`The repository has no ${target}.`);
  const path = await updater.downloadTarget(info, join(folder, `target-${target}`));
  return readFile(path, 'utf8');
}

async function layOut(folder: string, metadata: Partial<TufMetadata>): Promise<void> {
  for (const name of names) {
    const text = metadata[name];
    if (text !== undefined) await writeFile(join(folder, `${name}.json`), text);
  }
}

async function collect(folder: string): Promise<TufMetadata> {
  const [root, timestamp, snapshot, targets] = await Promise.all(names.map((name) => readFile(join(folder, `${name}.json`), 'utf8')));
  return { root: root ?? '', timestamp: timestamp ?? '', snapshot: snapshot ?? '', targets: targets ?? '' };
}

function versionIn(metadata: string): number {
  return (JSON.parse(metadata) as { readonly signed: { readonly version: number } }).signed.version;
}

/** tuf-js starts afresh when metadata kept from before cannot be verified any more; what was seen must still not go back. */
function refuseOlder(previous: CachedRoot | undefined, next: CachedRoot): void {
  for (const name of names) {
    if (previous === undefined || versionIn(next.metadata[name]) >= versionIn(previous.metadata[name])) continue;
    throw new Error(`The repository went back to an older version of its ${name} metadata.`);
  }
}

function refuseOtherRepository(previous: CachedRoot | undefined, { url }: TufRepository, cacheFile: string): void {
  if (previous === undefined || previous.repository === url.href) return;
  throw new TrustedRootError({
    code: 'TRUSTED_ROOT_CACHE_BROKEN',
    message: `The cached trusted root ${cacheFile} is of another repository (${previous.repository}).`,
    remedy: 'Use one cache file for each repository.',
  });
}

async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}`;
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

function refusal(error: unknown, failure: unknown, { url }: TufRepository): TrustedRootError {
  if (error instanceof TrustedRootError) return error;
  if (failure !== undefined) {
    return new TrustedRootError({
      code: 'TRUSTED_ROOT_UPDATE_UNREACHABLE',
      message: `The trusted root could not be updated from ${url.host}: ${isCodedError(failure) || failure instanceof Error ? failure.message : 'no answer'}`,
      remedy: 'Check the connection and try again; until then the newest trusted root verified before is used.',
      cause: failure,
    });
  }
  return new TrustedRootError({
    code: 'TRUSTED_ROOT_UPDATE_REFUSED',
    message: `What ${url.host} serves as trusted root is refused: ${error instanceof Error ? error.message : String(error)}`,
    remedy: 'Try again later from another network; if it stays like this, tell the operator of the repository.',
    cause: error,
  });
}
