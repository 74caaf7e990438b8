import { SigstoreVerificationError, type SigstoreVerificationCode } from './sigstore-verification-error.ts';

/** What is known about a failed check. */
export interface RefusalDetails {
  readonly expected?: string;
  readonly actual?: string;
  readonly cause?: unknown;
}

/** Makes the error of a failed check. */
export function refuse(code: SigstoreVerificationCode, message: string, details: RefusalDetails = {}): SigstoreVerificationError {
  return new SigstoreVerificationError({
    code,
    message,
    remedy: 'Do not trust this file unless its publisher explains it.',
    ...details,
  });
}
