/** Says when two addresses differ only in ways people overlook. */
export function spellingHint(expected: string, actual: string | undefined): string | undefined {
  if (actual === undefined || actual === expected) return undefined;
  if (actual.toLowerCase() === expected.toLowerCase()) {
    return 'They differ only in upper and lower case. Mail does not mind, a signature does.';
  }
  return undefined;
}
