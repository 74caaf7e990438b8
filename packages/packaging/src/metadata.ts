import { parseEmail, type EmailHeader } from './email-headers.ts';
import { metadataFieldOf, type MetadataField } from './metadata-fields.ts';
import { stripSpace } from './python-text.ts';

/**
 * Core metadata as written, not judged. Absent fields are absent; what cannot be read as its field says is in `unparsed`.
 *
 * @see https://packaging.python.org/specifications/core-metadata/
 */
export interface Metadata {
  readonly metadataVersion?: string;
  readonly name?: string;
  readonly version?: string;
  readonly dynamic?: readonly string[];
  readonly platforms?: readonly string[];
  readonly supportedPlatforms?: readonly string[];
  readonly summary?: string;
  /** The body, or the `Description` header, whose indentation is kept. */
  readonly description?: string;
  readonly descriptionContentType?: string;
  readonly keywords?: readonly string[];
  readonly homePage?: string;
  readonly downloadUrl?: string;
  readonly author?: string;
  readonly authorEmail?: string;
  readonly maintainer?: string;
  readonly maintainerEmail?: string;
  readonly license?: string;
  readonly licenseExpression?: string;
  readonly licenseFiles?: readonly string[];
  readonly classifiers?: readonly string[];
  readonly requiresDist?: readonly string[];
  readonly requiresPython?: string;
  readonly requiresExternal?: readonly string[];
  /** Label and URL, each label once. */
  readonly projectUrls?: readonly (readonly [label: string, url: string])[];
  readonly providesExtra?: readonly string[];
  readonly providesDist?: readonly string[];
  readonly obsoletesDist?: readonly string[];
  /** Empty when the header is there without a value: "imports nothing". */
  readonly importNames?: readonly string[];
  readonly importNamespaces?: readonly string[];
  readonly requires?: readonly string[];
  readonly provides?: readonly string[];
  readonly obsoletes?: readonly string[];
  /**
   * By header name in lower case, every value: unknown headers, single fields given twice, values that are not UTF-8
   * (then read as Latin-1), project URLs that repeat a label.
   */
  readonly unparsed: Readonly<Record<string, readonly string[]>>;
}

/**
 * Reads the text of a `METADATA` or `PKG-INFO` file as Python's `packaging.metadata.parse_email` does. Never throws:
 * what is odd ends up in `unparsed`, as it does there.
 *
 * @param text - Bytes as they are in the archive; text only when it was decoded already.
 */
export function parseMetadata(text: string | Uint8Array): Metadata {
  const message = parseEmail(text);
  const metadata: Record<string, unknown> = {};
  const unparsed: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  for (const [name, headers] of byName(message.headers)) {
    const field = metadataFieldOf(name);
    const all = headers.map((header) => header.value);
    const value = field === undefined || headers.some((header) => header.isMojibake) ? undefined : read(field, all);
    if (field === undefined || value === undefined) unparsed[name] = all;
    else metadata[field.member] = value;
  }
  addBody(message.body, message.isBodyMojibake, metadata, unparsed);
  return { ...metadata, unparsed: { ...unparsed } };
}

function byName(headers: readonly EmailHeader[]): ReadonlyMap<string, readonly EmailHeader[]> {
  const groups = new Map<string, EmailHeader[]>();
  for (const header of headers) {
    const name = header.name.toLowerCase();
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [header]);
    else group.push(header);
  }
  return groups;
}

function read(field: MetadataField, values: readonly string[]): unknown {
  const [first = ''] = values;
  switch (field.shape) {
    case 'text': return values.length === 1 ? first : undefined;
    case 'keywords': return values.length === 1 ? first.split(',').map(stripSpace) : undefined;
    case 'urls': return readUrls(values);
    case 'list': return field.member === 'importNames' && values.length === 1 && first === '' ? [] : values;
  }
}

function readUrls(values: readonly string[]): readonly (readonly [string, string])[] | undefined {
  const urls = values.map((value) => {
    const comma = value.indexOf(',');
    return comma === -1
      ? ([stripSpace(value), ''] as const)
      : ([stripSpace(value.slice(0, comma)), stripSpace(value.slice(comma + 1))] as const);
  });
  return new Set(urls.map(([label]) => label)).size === urls.length ? urls : undefined;
}

function addBody(body: string, isMojibake: boolean, metadata: Record<string, unknown>, unparsed: Record<string, string[]>): void {
  if (isMojibake) {
    (unparsed['description'] ??= []).push(body);
    return;
  }
  if (body === '') return;
  const header = metadata['description'];
  if (typeof header === 'string') {
    delete metadata['description'];
    unparsed['description'] = [header, body];
  } else if (unparsed['description'] === undefined) metadata['description'] = body;
  else unparsed['description'].push(body);
}
