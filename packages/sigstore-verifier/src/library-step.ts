import { refuse } from './refuse.ts';
import type { SigstoreVerificationCode } from './sigstore-verification-error.ts';
import type { Verification } from './verification.ts';

/**
 * Throws when the library failed at this step. It stops at its first failure, and the list follows its order, so
 * everything before the failing step held.
 */
export function requireLibrary({ library }: Verification, codes: readonly SigstoreVerificationCode[], message: string): void {
  const { failure } = library();
  if (failure === undefined || !codes.includes(failure.code)) return;
  throw refuse(failure.code, message, { cause: failure.error });
}
