/**
 * Writes data as JSON for a program, in a form that is harmless on a terminal too: control and formatting characters are
 * escaped, which changes nothing of the data.
 *
 * @param options - `indent`: default 2; 0 makes one line of it.
 */
export function jsonText(data: unknown, options: { readonly indent?: number } = {}): string {
  const text = JSON.stringify(data, undefined, options.indent ?? 2);
  return `${text.replaceAll(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}]/gu, escaped)}\n`;
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`).join('');
}
