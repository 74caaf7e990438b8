import type { LookedUpValue, TokenClaims } from '@ropewalk/core';

/**
 * What PyPI looks up for a Google token. The subject counts only where the publisher demands one.
 *
 * @see https://docs.pypi.org/trusted-publishers/troubleshooting/
 */
export function lookedUpValues({ claims }: TokenClaims): readonly LookedUpValue[] {
  return [
    { name: 'email', claim: 'email', value: textOf(claims['email']) },
    { name: 'subject', claim: 'sub', value: textOf(claims['sub']) },
  ];
}

/** The values for PyPI's form, which its settings page takes from the address. */
export function settingsFields(token: TokenClaims): Readonly<Record<string, string>> {
  const [email, sub] = lookedUpValues(token).map(({ value }) => value ?? '');
  return { provider: 'google', email: email ?? '', sub: sub ?? '' };
}

/** A claim's text; empty counts as absent. */
export function textOf(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim !== '' ? claim : undefined;
}
