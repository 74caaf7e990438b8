import { isCodedError, type CodedError } from '@ropewalk/core';
import { UploadError } from './upload-error.ts';
import type { UploadFile } from './upload-file.ts';
import type { UploadOutcome } from './upload-outcome.ts';

/** A file that the index lists. */
export interface ExistingFile {
  /** `undefined` when the index does not say. */
  readonly sha256?: string | undefined;
  /** Whether it lists attestations for it. `undefined` when it does not say. */
  readonly hasProvenance?: boolean | undefined;
}

/**
 * Asks the index whether it lists a file of this name; `undefined` when it does not. May throw: then the index cannot
 * be asked, which stops no upload.
 */
export type LookUpFile = (
  file: UploadFile,
  options: {
    /** Whether what was read earlier in this run may not do: something was sent since. */
    readonly fresh: boolean;
    readonly signal?: AbortSignal;
  },
) => Promise<ExistingFile | undefined>;

/** What is known of a file on the index. */
export type Existence =
  | { readonly type: 'absent' }
  | { readonly type: 'same'; readonly hasProvenance: boolean | undefined }
  | { readonly type: 'other'; readonly sha256: string }
  /** It is there, but the index does not tell its digest. */
  | { readonly type: 'there' }
  | { readonly type: 'unknown'; readonly error?: CodedError };

/** Decides by name and sha256 what a listed file is to the one at hand. */
export function existenceOf(file: Pick<UploadFile, 'sha256'>, listed: ExistingFile | undefined): Existence {
  if (listed === undefined) return { type: 'absent' };
  if (listed.sha256 === undefined) return { type: 'there' };
  if (listed.sha256.toLowerCase() !== file.sha256) return { type: 'other', sha256: listed.sha256.toLowerCase() };
  return { type: 'same', hasProvenance: listed.hasProvenance };
}

/** How an index is asked. */
export interface Asking {
  readonly lookUp: LookUpFile | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Asks the index; `unknown` when it cannot be asked. Only an abort is thrown. */
export async function askIndex(
  file: UploadFile,
  lookUp: LookUpFile | undefined,
  options: { readonly fresh: boolean; readonly signal: AbortSignal | undefined },
): Promise<Existence> {
  const { fresh, signal } = options;
  if (lookUp === undefined) return { type: 'unknown' };
  try {
    return existenceOf(file, await lookUp(file, { fresh, ...(signal === undefined ? {} : { signal }) }));
  } catch (error) {
    if (signal?.aborted === true || !isCodedError(error)) throw error;
    return { type: 'unknown', error };
  }
}

/** How a file ended that may have arrived although no answer said so: by what the index lists. `undefined`: nothing tells. */
export async function landed(file: UploadFile, { lookUp, signal }: Asking, attempts: number): Promise<UploadOutcome | undefined> {
  const now = await askIndex(file, lookUp, { fresh: true, signal });
  if (now.type === 'same') return { status: 'uploaded', confirmedBy: 'index', attempts, transferMs: 0, serverMs: 0 };
  return now.type === 'other' ? conflict(file, now.sha256, undefined) : undefined;
}

/** The same bytes are there. */
export function unchanged(hasProvenance: boolean | undefined): UploadOutcome {
  return { status: 'unchanged', ...(hasProvenance === undefined ? {} : { hasProvenance }) };
}

/** Other bytes are there under this name. */
export function conflict(file: UploadFile, theirs: string | undefined, said: string | undefined): UploadOutcome {
  const digests = theirs === undefined ? `here: sha256 ${file.sha256}` : `here: sha256 ${file.sha256}, there: sha256 ${theirs}`;
  const quote = said === undefined || said === '' ? '' : ` It said: “${said}”`;
  const error = new UploadError({
    code: 'FILE_CONFLICT',
    message: `The index has another file ${file.filename} (${digests}).${quote}`,
    remedy: 'Published files cannot be replaced. Find out who uploaded the other one; then publish this one as a new version.',
    ...(said === undefined ? {} : { said }),
  });
  // Somebody else publishes this version, or did: going on would mix two releases into one.
  return { status: 'failed', error, scope: 'project' };
}
