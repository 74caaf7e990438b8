/** What a Description-Content-Type says. */
export interface DescriptionType {
  /** `text/markdown`, in lower case; `text/plain` when it is no type at all. */
  readonly type: string;
  /** By name in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Reads a content type as Python's `email` does, which PyPI and `packaging` use. */
export function parseDescriptionType(value: string): DescriptionType {
  const written = (value.split(';', 1)[0] ?? '').trim().toLowerCase();
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, plain = ''] of value.matchAll(/;\s*([^\s=;"]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*)))?/g)) {
    const key = name.toLowerCase();
    if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\(.)/g, '$1') ?? plain.trim());
  }
  return { type: written.split('/').length === 2 ? written : 'text/plain', parameters };
}

const types: readonly string[] = ['text/plain', 'text/x-rst', 'text/markdown'];

/** Looks for what makes a content type invalid. */
export function findTypeFault(value: string): string | undefined {
  if (/[\r\n]/.test(value)) return 'it has a line break';
  const { type, parameters } = parseDescriptionType(value);
  if (!types.includes(type) || !value.toLowerCase().includes(type)) return `it is none of ${types.join(', ')}`;
  const charset = parameters.get('charset') ?? 'UTF-8';
  if (charset !== 'UTF-8') return `the charset is ${JSON.stringify(charset)}, not exactly "UTF-8"`;
  const variant = parameters.get('variant') ?? 'GFM';
  if (type === 'text/markdown' && variant !== 'GFM' && variant !== 'CommonMark') return `the variant is ${JSON.stringify(variant)}, neither "GFM" nor "CommonMark"`;
  return undefined;
}
