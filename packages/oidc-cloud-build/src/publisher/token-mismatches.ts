import { type Mismatch, spellingHint, type TokenClaims } from '@ropewalk/core';
import { textOf } from './looked-up-values.ts';
import { googleIssuer, type GooglePublisher } from './publisher.ts';

/** Where a token differs from a publisher, compared as the index does when it hands out an upload token. */
export function tokenMismatches(expected: GooglePublisher, { issuer, claims }: TokenClaims): readonly Mismatch[] {
  return [
    ...mismatch('PUBLISHER_ISSUER', 'issuer', googleIssuer, issuer),
    ...mismatch('PUBLISHER_EMAIL', 'account', expected.email, textOf(claims['email'])),
  ];
}

function mismatch(code: string, subject: string, expected: string, actual: string | undefined): readonly Mismatch[] {
  if (expected === actual) return [];
  const hint = spellingHint(expected, actual);
  return [{ code, subject, expected, actual, ...(hint === undefined ? {} : { hint }) }];
}
