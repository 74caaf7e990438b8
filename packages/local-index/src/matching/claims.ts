import { pythonRepr } from '../answers/python-repr.ts';

/** The claims of a token whose signature is verified. */
export type Claims = Readonly<Record<string, unknown>>;

/** A verified token that belongs to no publisher; the message is PyPI's detail text. */
export class InvalidPublisher extends Error {}

/** A token whose `jti` was used before. */
export class ReusedToken extends Error {}

/** What matching needs beside the claims. */
export interface MatchingContext {
  /** Whether a token with this `jti` has minted before. */
  isUsed(jti: string): boolean;
}

/** @throws {@link InvalidPublisher} for the first of `names` that is absent or null; an empty text is present. */
export function requireClaims(claims: Claims, names: readonly string[]): void {
  for (const name of names) {
    if (claims[name] === undefined || claims[name] === null) throw new InvalidPublisher(`Missing claim ${pythonRepr(name)}`);
  }
}

/** A claim as text; empty when it is anything else. */
export function textClaim(claims: Claims, name: string): string {
  const value = claims[name];
  return typeof value === 'string' ? value : '';
}

/** @throws {@link InvalidPublisher} `Check failed for required claim 'x'` */
export function checkRequired(name: string, holds: boolean): void {
  if (!holds) throw new InvalidPublisher(`Check failed for required claim ${pythonRepr(name)}`);
}

/** @throws {@link InvalidPublisher} `Check failed for optional claim 'x'` */
export function checkOptional(name: string, holds: boolean): void {
  if (!holds) throw new InvalidPublisher(`Check failed for optional claim ${pythonRepr(name)}`);
}

/** @throws {@link ReusedToken} */
export function checkUnused(claims: Claims, context: MatchingContext): void {
  if (context.isUsed(textClaim(claims, 'jti'))) throw new ReusedToken();
}

/** What a lookup says when it finds nobody. */
export function notFound(): InvalidPublisher {
  return new InvalidPublisher('Publisher with matching claims was not found');
}

/** Of candidates, the one with this constraint, else the one without any. */
export function mostSpecific<Record>(
  candidates: readonly Record[],
  constraintOf: (candidate: Record) => string,
  value: string,
): Record | undefined {
  const specific = value === '' ? undefined : candidates.find((candidate) => constraintOf(candidate) === value);
  return specific ?? candidates.find((candidate) => constraintOf(candidate) === '');
}
