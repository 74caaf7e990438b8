import { isCodedError } from '@ropewalk/core';
import { isJsonObject, parseJson, type JsonObject } from '@ropewalk/encoding';
import { CommandError } from '../../command-error.ts';
import { readBounded } from '../../read-bounded.ts';
import { requireFile } from '../../require-files.ts';

const maxBytes = 4 * 1024 * 1024;

/**
 * Reads the root of a TUF repository that trust starts from. Whether it is a good one is for the update to say.
 *
 * @throws {@link CommandError} `USAGE_OPTION` when it is something else; `USAGE_FILE_NOT_FOUND`, `USAGE_FILE_UNREADABLE`
 */
export async function readTufRoot(file: string): Promise<string> {
  await requireFile(file);
  const bytes = await readBounded(file, maxBytes);
  const json = objectIn(bytes);
  const signed = json?.['signed'];
  if (isJsonObject(signed) && signed['_type'] === 'root') return Buffer.from(bytes).toString('utf8');
  throw new CommandError({
    code: 'USAGE_OPTION',
    message: `${file} is no TUF root (${json === undefined ? 'it is not JSON' : nameOf(json)}).`,
    remedy: "Give the root.json that the repository's operator hands out: it has `signed` with `_type` root.",
  });
}

function objectIn(bytes: Uint8Array): JsonObject | undefined {
  try {
    const json = parseJson(bytes, { maxBytes });
    return isJsonObject(json) ? json : {};
  } catch (error) {
    if (isCodedError(error)) return undefined;
    throw error;
  }
}

function nameOf({ mediaType, signed }: JsonObject): string {
  if (typeof mediaType === 'string' && mediaType.includes('trustedroot')) return 'it is a trusted_root.json';
  return isJsonObject(signed) && typeof signed['_type'] === 'string' ? `it is TUF metadata of another kind, ${signed['_type'].slice(0, 40)}` : 'it is JSON of another kind';
}
