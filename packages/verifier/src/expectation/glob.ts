/**
 * Whether a git ref matches: exact, but `*` stands for anything without `/`, `**` for anything, `?` for one character.
 *
 * Takes at most the product of both lengths in steps, whatever the ref: it may come from a certificate nobody signed.
 */
export function matchesGlob(glob: string, text: string): boolean {
  const characters = [...text];
  // Whether what was read of the glob matches the first n characters, for each n.
  let reached: readonly boolean[] = [true, ...characters.map(() => false)];
  for (const part of glob.split(/(\*\*|\*|\?)/).flatMap((piece) => (wildcards.has(piece) ? [piece] : [...piece]))) {
    reached = part === '**' || part === '*' ? stretched(reached, characters, part) : advanced(reached, characters, part);
    if (!reached.includes(true)) return false;
  }
  return reached.at(-1) === true;
}

const wildcards: ReadonlySet<string> = new Set(['**', '*', '?']);

/** After one character, or `?`. */
function advanced(reached: readonly boolean[], characters: readonly string[], part: string): readonly boolean[] {
  const fits = (character: string): boolean => (part === '?' ? character !== '/' : character === part);
  return [false, ...characters.map((character, index) => reached[index] === true && fits(character))];
}

/** After `*` or `**`. */
function stretched(reached: readonly boolean[], characters: readonly string[], part: string): readonly boolean[] {
  const next = [...reached];
  for (const [index, character] of characters.entries()) {
    if (next[index] === true && (part === '**' || character !== '/')) next[index + 1] = true;
  }
  return next;
}
