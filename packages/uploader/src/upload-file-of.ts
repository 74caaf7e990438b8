import { uploadForm, type Distribution } from '@ropewalk/distribution';
import { isValidVersion, canonicalVersion, normalizeName } from '@ropewalk/packaging';
import type { UploadFile } from './upload-file.ts';

/** What is sent beside a distribution. */
export interface UploadFileOptions {
  /** Serialised attestations, one JSON object each. They become one plain part, a JSON array. Default none. */
  readonly attestations?: readonly string[];
  /** Free text for the index. Default none. */
  readonly comment?: string;
  /** A detached OpenPGP signature, for indexes that keep such. Default none. */
  readonly signature?: { readonly filename: string; readonly bytes: Uint8Array };
  /** The bytes, for a distribution that was not read from a path. */
  readonly bytes?: Uint8Array;
}

/**
 * Makes the upload of a distribution.
 *
 * @throws {TypeError} When the distribution has no path and no bytes are given.
 */
export function uploadFileOf(distribution: Distribution, options: UploadFileOptions = {}): UploadFile {
  const { filename, parsed, metadata, sizeBytes, sha256 } = distribution;
  const content = options.bytes ?? distribution.path;
  if (content === undefined) throw new TypeError(`The bytes of ${filename} are needed: it was not read from a path.`);
  const { attestations, comment } = options;
  const fields = uploadForm(distribution, {
    ...(attestations === undefined || attestations.length === 0 ? {} : { attestations }),
    ...(comment === undefined || comment === '' ? {} : { comment }),
  });
  return {
    filename,
    project: parsed?.name ?? normalizeName(metadata.name ?? filename),
    version: parsed?.version ?? releaseOf(metadata.version ?? ''),
    sizeBytes,
    sha256,
    fields: withRequiresPython(fields),
    content,
    ...(options.signature === undefined ? {} : { signature: options.signature }),
  };
}

function releaseOf(version: string): string {
  return isValidVersion(version) ? canonicalVersion(version) : version;
}

// GitLab refuses a form without this field; to the others an empty one is none.
function withRequiresPython(fields: UploadFile['fields']): UploadFile['fields'] {
  if (fields.some(([name]) => name === 'requires_python')) return fields;
  const place = fields.findIndex(([name]) => name === 'filetype');
  return [...fields.slice(0, place), ['requires_python', ''], ...fields.slice(place)];
}
