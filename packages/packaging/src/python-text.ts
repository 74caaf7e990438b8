/** What Python's `str.isspace`, `str.strip` and `\s` take for white space (JavaScript's differ in six characters). */
export const pythonSpace =
  ' \\t\\n\\r\\f\\v\\x1c-\\x1f\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const oneSpace = new RegExp(`[${pythonSpace}]`);

/** Does what Python's `str.strip()` does. */
export function stripSpace(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && oneSpace.test(text[from] ?? '')) from += 1;
  while (to > from && oneSpace.test(text[to - 1] ?? '')) to -= 1;
  return text.slice(from, to);
}

/** Quotes outside text for a message: one line, at most 120 characters, nothing unprintable. */
export function quote(text: string): string {
  const shown = text.length > 120 ? `${text.slice(0, 119)}…` : text;
  return JSON.stringify(shown).replace(/[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
