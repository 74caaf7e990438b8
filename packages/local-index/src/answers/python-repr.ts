/**
 * Writes text as Python's `repr()` does, because PyPI's answers quote values that way.
 * Double quotes when it holds a single one and no double one; control characters escaped.
 */
export function pythonRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let written = '';
  for (const character of text) written += escapeCharacter(character, quote);
  return `${quote}${written}${quote}`;
}

/** Writes a list of texts as Python's `repr()` does. */
export function pythonListRepr(texts: readonly string[]): string {
  return `[${texts.map(pythonRepr).join(', ')}]`;
}

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

function escapeCharacter(character: string, quote: string): string {
  if (character === quote) return `\\${quote}`;
  const escaped = named[character];
  if (escaped !== undefined) return escaped;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || (code >= 0x7f && code < 0xa1) || code === 0xad) return `\\x${code.toString(16).padStart(2, '0')}`;
  return character;
}
