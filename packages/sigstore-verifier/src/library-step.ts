import { refuse } from './refuse.ts';
import type { SigstoreVerificationCode } from './sigstore-verification-error.ts';
import type { Verification } from './verification.ts';

/**
 * Throws when the library failed at this step. It stops at its first failure, and the list follows its order, so
 * everything before the failing step held. Where it failed in a way that belongs to no step, nothing of it counts.
 */
export function requireLibrary({ library }: Verification, codes: readonly SigstoreVerificationCode[], message: string): void {
  const { failure } = library();
  if (failure === undefined) return;
  if (failure.code === 'VERIFICATION_FAILED') throw refuse(failure.code, 'The bundle could not be verified.', { cause: failure.error });
  if (codes.includes(failure.code)) throw refuse(failure.code, message, { cause: failure.error });
}
