import type { SpooledFile } from './spool.ts';

/** One part of a form, in the order received. */
export type FormPart =
  | { readonly type: 'text'; readonly name: string; readonly value: string }
  | { readonly type: 'file'; readonly name: string; readonly filename: string; readonly contentType: string; readonly file: SpooledFile | undefined };

/** The file of an upload. */
export interface ReceivedFile {
  readonly filename: string;
  readonly contentType: string;
  readonly file: SpooledFile;
}

/** The form of one request. */
export interface ReceivedForm {
  /** Field names in order of their first appearance. */
  readonly names: readonly string[];
  /** All text values of a field. */
  values(name: string): readonly string[];
  /** The first text value: what PyPI's form reads. */
  first(name: string): string | undefined;
  /** The last text value: what PyPI reads beside its form. */
  last(name: string): string | undefined;
  readonly content: ReceivedFile | undefined;
}

/** Makes a form of its parts. */
export function formOf(parts: readonly FormPart[]): ReceivedForm {
  const values = new Map<string, string[]>();
  let content: ReceivedFile | undefined;
  for (const part of parts) {
    const list = values.get(part.name) ?? [];
    values.set(part.name, list);
    if (part.type === 'text') list.push(part.value);
    else if (part.file !== undefined) content = { filename: part.filename, contentType: part.contentType, file: part.file };
  }
  return {
    names: [...values.keys()],
    values: (name) => values.get(name) ?? [],
    first: (name) => values.get(name)?.[0],
    last: (name) => values.get(name)?.at(-1),
    content,
  };
}
