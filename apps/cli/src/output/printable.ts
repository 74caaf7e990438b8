/**
 * Neutralises text from outside (servers, files, metadata) for a terminal and a CI log: no control characters, so no
 * escape sequences; no bidirectional overrides or invisible marks; no line that a CI reads as a command.
 *
 * Line ends stay when `lines` is set; then each line is treated on its own.
 */
export function printable(text: string, options: { readonly lines?: boolean } = {}): string {
  if (options.lines === true) return text.split(/\r\n|\n|\r/).map((line) => printable(line)).join('\n');
  // Nearly all text is plain ASCII, and the long expression costs a short command two milliseconds.
  const visible = /^[\x20-\x7e]*$/.test(text) ? text : text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu, escapeCharacter);
  // GitHub Actions reads `::command::` and Azure-like runners `##[command]` at the start of a line.
  return visible.replace(/^(\s*)(::|##\[)/, (_, indent: string, sign: string) => `${indent}${sign.charAt(0)}\u200A${sign.slice(1)}`);
}

function escapeCharacter(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return point < 0x100 ? `\\x${point.toString(16).padStart(2, '0')}` : `\\u{${point.toString(16)}}`;
}
