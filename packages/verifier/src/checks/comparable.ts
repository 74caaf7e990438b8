import type { Mismatch } from '@ropewalk/core';

/**
 * The mismatches that say something. When another issuer vouched, it is a publisher of another kind: its repository and
 * workflow mean nothing there, so the issuer alone is named.
 */
export function comparable(mismatches: readonly Mismatch[]): readonly Mismatch[] {
  const ofIssuer = mismatches.filter(({ code }) => code === 'PUBLISHER_ISSUER');
  return ofIssuer.length > 0 ? ofIssuer : mismatches;
}
