/** The words most like one that was mistyped, best first, none that is unlike it. */
export function nearest(mistyped: string, words: readonly string[], count = 3): readonly string[] {
  const limit = Math.max(2, Math.floor(mistyped.length / 3));
  return words
    .map((word) => ({ word, distance: word.includes(mistyped) || mistyped.includes(word) ? 1 : distanceBetween(mistyped, word) }))
    .filter(({ distance }) => distance <= limit)
    .toSorted((one, other) => one.distance - other.distance)
    .slice(0, count)
    .map(({ word }) => word);
}

/** How many letters have to be put in, taken out or replaced (Levenshtein). */
function distanceBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let line = 1; line <= one.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= other.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (one[line - 1] === other[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
