/** An option's text; `undefined` when it was not given or is empty (an empty variable in CI means "not set"). */
export function textOption(options: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
