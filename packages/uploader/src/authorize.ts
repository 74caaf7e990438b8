import { isCodedError, type CodedError } from '@ropewalk/core';
import type { Credential } from '@ropewalk/credentials';
import { UploadError } from './upload-error.ts';
import { isTransport } from './upload-failures.ts';

/** A header that the index took no more. */
export interface RefusedHeader {
  /** The header itself: a secret. */
  readonly authorization: string;
  /** What the index said to it. */
  readonly error: UploadError;
}

/** Who asks for a header. */
export interface Asker {
  readonly credential: Credential | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Gets the `Authorization` header for one attempt; in place of one that was refused, another.
 *
 * @throws What the credential throws; the refusal itself, when nothing but the same header can be had.
 */
export async function authorize(url: URL, { credential, signal }: Asker, refused: RefusedHeader | undefined): Promise<string | undefined> {
  const options = signal === undefined ? {} : { signal };
  if (credential === undefined || refused === undefined) return credential?.authorization(url, options);
  try {
    const renewed = await credential.authorization(url, { ...options, refused: refused.authorization });
    if (renewed !== refused.authorization) return renewed;
  } catch (error) {
    if (signal?.aborted === true || !isCodedError(error) || isTransport(error)) throw error;
    throw notRenewed(refused.error, error);
  }
  throw refused.error;
}

function notRenewed(refusal: UploadError, why: CodedError): UploadError {
  const { code, scope, status, said } = refusal;
  return new UploadError({
    code,
    message: `${refusal.message} The upload token ended before its time, and no new one could be had: ${why.message}`,
    remedy: `Run the same command again in a new job: what is done stays done. ${why.remedy}`,
    cause: why,
    scope,
    ...(status === undefined ? {} : { status }),
    ...(said === undefined ? {} : { said }),
  });
}
