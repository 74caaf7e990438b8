import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isCodedError } from '@ropewalk/core';
import { isJsonObject, parseJson, type JsonValue } from '@ropewalk/encoding';
import { parseTrustedRoot } from './parse-trusted-root.ts';
import type { TrustedRoot } from './trusted-root.ts';
import { TrustedRootError } from './trusted-root-error.ts';

/** The four documents of a TUF repository, as last verified. */
export interface TufMetadata {
  readonly root: string;
  readonly timestamp: string;
  readonly snapshot: string;
  readonly targets: string;
}

/** What one update left behind: everything in one file, so that it is replaced whole or not at all. */
export interface CachedRoot {
  /** Address of the TUF repository. */
  readonly repository: string;
  /** When TUF last confirmed it, ISO 8601. */
  readonly refreshedAt: string;
  /** Version of the TUF root metadata. */
  readonly rootVersion: number;
  readonly metadata: TufMetadata;
  /** `trusted_root.json`, as text. */
  readonly trustedRoot: string;
}

/** Writes a cache; {@link readCache} reads it. */
export function serializeCache(cache: CachedRoot): string {
  const content = JSON.stringify(cache);
  return JSON.stringify({ format: 1, sha256: digestOf(content), content });
}

/**
 * Reads a cache.
 *
 * @returns `undefined` when there is none.
 * @throws {@link TrustedRootError} `TRUSTED_ROOT_CACHE_BROKEN` when it is damaged: nobody may then fall back to an older root.
 */
export async function readCache(path: string): Promise<CachedRoot | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw broken(path, 'it cannot be read', error);
  }
  const envelope = json(bytes, path);
  const content = isJsonObject(envelope) && envelope['format'] === 1 ? envelope['content'] : undefined;
  if (!isJsonObject(envelope) || typeof content !== 'string') throw broken(path, 'it is of another form');
  if (digestOf(content) !== envelope['sha256']) throw broken(path, 'its content was altered');
  const cache = json(content, path);
  if (!isCachedRoot(cache)) throw broken(path, 'something is missing in it');
  return cache;
}

/** The trusted root in a cache. @throws {@link TrustedRootError} `TRUSTED_ROOT_CACHE_BROKEN` */
export function trustedRootIn(cache: CachedRoot, path: string): TrustedRoot {
  try {
    return parseTrustedRoot(cache.trustedRoot, { source: 'updated', version: cache.rootVersion, issuedAt: new Date(cache.refreshedAt) });
  } catch (cause) {
    throw broken(path, 'its trusted root cannot be used', cause);
  }
}

function isCachedRoot(value: JsonValue): value is JsonValue & CachedRoot {
  if (!isJsonObject(value)) return false;
  const { repository, refreshedAt, rootVersion, metadata, trustedRoot } = value;
  if (typeof repository !== 'string' || typeof trustedRoot !== 'string' || !Number.isInteger(rootVersion)) return false;
  if (typeof refreshedAt !== 'string' || Number.isNaN(Date.parse(refreshedAt)) || !isJsonObject(metadata)) return false;
  return ['root', 'timestamp', 'snapshot', 'targets'].every((name) => typeof metadata[name] === 'string');
}

function json(text: string | Uint8Array, path: string): JsonValue {
  try {
    return parseJson(text, { maxBytes: 16 * 1024 * 1024 });
  } catch (cause) {
    if (!isCodedError(cause)) throw cause;
    throw broken(path, 'it is not JSON', cause);
  }
}

function digestOf(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

function broken(path: string, reason: string, cause?: unknown): TrustedRootError {
  return new TrustedRootError({
    code: 'TRUSTED_ROOT_CACHE_BROKEN',
    message: `The cached trusted root ${path} cannot be used: ${reason}.`,
    remedy: 'Find out what damaged it; then delete the file and update the trusted root.',
    ...(cause === undefined ? {} : { cause }),
  });
}
