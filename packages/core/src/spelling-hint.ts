/** Says when two names or addresses differ only in ways people overlook. */
export function spellingHint(expected: string, actual: string | undefined): string | undefined {
  if (actual === undefined || actual === expected) return undefined;
  if (actual.toLowerCase() === expected.toLowerCase()) {
    return 'They differ only in upper and lower case: others may not mind, a signature does.';
  }
  if (withoutEnding(actual) === withoutEnding(expected)) return 'They differ only in a trailing `/` or `.git`.';
  return undefined;
}

function withoutEnding(text: string): string {
  return text.toLowerCase().replace(/\/+$/, '').replace(/\.git$/, '');
}
