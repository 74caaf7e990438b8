/**
 * Makes text from a server fit for a message: one line, nothing a terminal would act on, none of the secrets it may echo.
 *
 * @param secrets - Whatever must not appear, in whole or by its dotted parts.
 */
export function plainText(text: string, secrets: readonly string[] = []): string {
  const parts = secrets.flatMap((secret) => [secret, ...secret.split('.')]).filter((part) => part.length >= 8);
  const redacted = parts.reduce((rest, part) => rest.replaceAll(part, '[secret]'), text);
  return redacted.replaceAll(/[\p{C}\p{Z}]+/gu, ' ').trim().slice(0, 500);
}
