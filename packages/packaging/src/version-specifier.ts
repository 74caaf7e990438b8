import { PackagingError } from './packaging-error.ts';
import { pythonSpace, quote, stripSpace } from './python-text.ts';

const release = 'v?(?:[0-9]+!)?[0-9]+(?:\\.[0-9]+)*';
const pre = '(?:[-_.]?(?:alpha|beta|preview|pre|a|b|c|rc)[-_.]?[0-9]*)?';
const post = '(?:-[0-9]+|[-_.]?(?:post|rev|r)[-_.]?[0-9]*)?';
const dev = '(?:[-_.]?dev[-_.]?[0-9]*)?';
const local = '(?:\\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?';
const space = `[${pythonSpace}]*`;

/** One specifier, as the source of a case-insensitive regular expression: `>=1.0`, `==1.*`, `~=1.4.2`, `===anything`. */
export const specifierPattern: string = [
  `===${space}[^${pythonSpace};)]*`,
  `(?:==|!=)${space}${release}(?:\\.\\*|${pre}${post}${dev}${local})`,
  `~=${space}v?(?:[0-9]+!)?[0-9]+(?:\\.[0-9]+)+${pre}${post}${dev}`,
  `(?:<=|>=|<|>)${space}${release}${pre}${post}${dev}`,
].map((one) => `(?:${one})`).join('|');

const one = new RegExp(`^(?:${specifierPattern})$`, 'i');

/** Tells whether {@link parseSpecifiers} reads `text`. */
export function areSpecifiers(text: string): boolean {
  return split(text).every((part) => one.test(part));
}

/**
 * Reads a comma-separated set of version specifiers, such as a `Requires-Python`.
 *
 * @returns The specifiers as written, without the space around them. Empty parts do not count; neither does Python mind.
 * @throws {@link PackagingError} `SPECIFIER_MALFORMED`
 * @see https://peps.python.org/pep-0440/#version-specifiers
 */
export function parseSpecifiers(text: string): readonly string[] {
  const parts = split(text);
  const wrong = parts.find((part) => !one.test(part));
  if (wrong === undefined) return parts;
  throw new PackagingError({
    code: 'SPECIFIER_MALFORMED',
    message: `${quote(wrong)} is not a version specifier.`,
    remedy: 'Write an operator (>=, ==, !=, <=, <, >, ~=, ===) and a version, several joined by commas: >=3.9,<4.',
  });
}

function split(text: string): readonly string[] {
  return text.split(',').map(stripSpace).filter((part) => part !== '');
}
