import { withoutSecrets } from './echoed-secrets.ts';
import { redact } from './redact.ts';

/**
 * Makes one line of text from outside (a server's message, a file's name) fit to be shown: no line breaks, terminal
 * escapes, control or bidirectional formatting characters, no secrets, no tail longer than `maxLength`.
 *
 * @param maxLength - In characters. Default 500.
 * @param secrets - Taken out too, whatever they look like, should the text repeat them. Default none.
 */
export function plainText(text: string, maxLength = 500, secrets: readonly string[] = []): string {
  const start = withoutSecrets(text, secrets).slice(0, maxLength * 8);
  // Once more: what is invisible can stand before a secret, and inside one.
  const line = redact(withoutSecrets(visible(redact(start)), secrets));
  if (line.length <= maxLength) return line;
  // Half a character is none.
  return `${line.slice(0, maxLength).replace(/[\ud800-\udbff]$/, '').trimEnd()}…`;
}

function visible(text: string): string {
  return (
    text
      // Whole escape sequences first, so that their harmless-looking rest does not stay behind.
      .replace(/\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|.)/g, '')
      .replace(/\s+/g, ' ')
      .replace(/\p{C}/gu, '')
      .trim()
  );
}
