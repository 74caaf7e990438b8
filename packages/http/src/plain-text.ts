import { redact } from './redact.ts';

/**
 * Makes one line of text from outside (a server's message, a file's name) fit to be shown: no line breaks, terminal
 * escapes, control or bidirectional formatting characters, no secrets, no tail longer than `maxLength`.
 *
 * @param maxLength - In characters. Default 500.
 */
export function plainText(text: string, maxLength = 500): string {
  const line = redact(text.slice(0, maxLength * 8))
    // Whole escape sequences first, so that their harmless-looking rest does not stay behind.
    .replace(/\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|.)/g, '')
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu, '')
    .trim();
  return line.length > maxLength ? `${line.slice(0, maxLength).trimEnd()}…` : line;
}
