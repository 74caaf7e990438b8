import { SignerError } from './signer-error.ts';

/** The error for a log entry that must not be used. */
export function logEntryWrong(host: string, reason: string, cause?: unknown): SignerError {
  return new SignerError({
    code: 'LOG_ENTRY_WRONG',
    message: `The log entry of Rekor at ${host} cannot be used: ${reason}.`,
    remedy: 'Check that Fulcio, Rekor and the trusted root belong together. If they do, do not use this log, and report it.',
    cause,
  });
}
