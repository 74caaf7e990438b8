import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { parseTrustedRoot } from './parse-trusted-root.ts';
import type { TrustedRoot } from './trusted-root.ts';
import { TrustedRootError } from './trusted-root-error.ts';

/** More than any trusted root has; its parser refuses less. What has no end, such as a device, is not read to it. */
const maxBytes = 4 * 1024 * 1024;

/**
 * Reads a trusted root from a file.
 *
 * @throws {@link TrustedRootError} `TRUSTED_ROOT_UNREADABLE`, and as {@link parseTrustedRoot}
 */
export async function readTrustedRoot(path: string): Promise<TrustedRoot> {
  let bytes: Uint8Array;
  try {
    bytes = await buffer(createReadStream(path, { end: maxBytes }));
  } catch (cause) {
    throw new TrustedRootError({
      code: 'TRUSTED_ROOT_UNREADABLE',
      message: `The trusted root ${path} cannot be read.`,
      remedy: 'Give the path of a trusted_root.json that exists and may be read.',
      cause,
    });
  }
  return parseTrustedRoot(bytes, { source: path });
}
