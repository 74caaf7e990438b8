const mistakes = [TypeError, ReferenceError, RangeError] as const;

/**
 * Tells whether an error is a mistake in code (`x is not a function`) rather than a trouble of the network: no attempt
 * mends it. Node gives its own errors of these classes a code, and undici wraps the cause.
 */
export function isProgrammingMistake(error: unknown): boolean {
  return mistakes.some((mistake) => error instanceof mistake) && error instanceof Error && !('code' in error) && error.cause === undefined;
}
