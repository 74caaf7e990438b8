import type { Publisher } from '@ropewalk/core';

/** The issuer of Google's tokens. */
export const googleIssuer = 'https://accounts.google.com';

/**
 * A Google account, in a release always a service account. It names no repository and no build:
 * whatever runs as this account is this publisher.
 */
export interface GooglePublisher extends Publisher {
  readonly kind: 'Google';
  /** E-mail address of the account. */
  readonly email: string;
}
