import { isCodedError } from '@ropewalk/core';
import { SignerError, type SigstoreInstance } from '@ropewalk/signer';

/** How long signing may take, unless it is said. */
export const defaultSigningMs = 600_000;

/** The end of the time that signing may take. */
export interface SigningDeadline {
  /** Aborted at the deadline, and whenever the caller's is. */
  readonly signal: AbortSignal;
  /** Waits for work, and names the service when it is not done in time. */
  over<Result>(service: 'Fulcio' | 'Rekor', remaining: number, work: Promise<Result>): Promise<Result>;
  /** An error as it is to be thrown: one that came of the deadline names the service that did not answer. */
  explained(service: 'Fulcio' | 'Rekor', remaining: number, error: unknown): unknown;
}

/** Begins to count. */
export function signingDeadline(timeoutMs: number, signal: AbortSignal | undefined, { fulcioUrl, rekorUrl }: SigstoreInstance): SigningDeadline {
  const deadline = AbortSignal.timeout(timeoutMs);
  const explained = (service: 'Fulcio' | 'Rekor', remaining: number, error: unknown): unknown => {
    const isOver = deadline.aborted && signal?.aborted !== true && isCodedError(error) && ['HTTP_ABORTED', 'SIGNING_TIMEOUT'].includes(error.code);
    if (!isOver) return error;
    const { host } = service === 'Fulcio' ? fulcioUrl : rekorUrl;
    return new SignerError({
      code: 'SIGNING_TIMEOUT',
      message: `${service} at ${host} did not do its part within ${timeoutMs / 1000} seconds; ${remaining} ${remaining === 1 ? 'attestation remains' : 'attestations remain'} to be made.`,
      remedy: 'Run the command again later, or with more time: what is signed and kept is not signed again. Outages: https://status.sigstore.dev',
      cause: error,
    });
  };
  return {
    signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
    explained,
    async over(service, remaining, work) {
      try {
        return await work;
      } catch (error) {
        throw explained(service, remaining, error);
      }
    },
  };
}
