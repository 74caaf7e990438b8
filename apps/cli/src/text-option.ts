/** An option's text; `undefined` when it was not given or is empty (an empty variable in CI means "not set"). */
export function textOption(options: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The texts of an option that may be given more than once. */
export function listOption(options: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  const value = options[name];
  if (Array.isArray(value)) return value.map(String).filter((text) => text !== '');
  return typeof value === 'string' && value !== '' ? [value] : [];
}

/** Collects an option that may be given more than once. */
export function collect(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}
