/** One header as it stands: the value unfolded by nothing, that is with its line breaks and indentation. */
export interface EmailHeader {
  readonly name: string;
  readonly value: string;
  /** Its bytes were not UTF-8; the value is then read as Latin-1. */
  readonly isMojibake: boolean;
}

/** A message split into headers and body. */
export interface EmailMessage {
  readonly headers: readonly EmailHeader[];
  readonly body: string;
  readonly isBodyMojibake: boolean;
}

/**
 * Splits metadata as Python's `email` package with its `compat32` policy does: the first line that is no header begins
 * the body, an empty line in between is dropped.
 */
export function parseEmail(source: string | Uint8Array): EmailMessage {
  // Latin-1 keeps each byte as one character: structure first, encoding after.
  const isText = typeof source === 'string';
  const lines = splitLines(isText ? source : Buffer.from(source.buffer, source.byteOffset, source.length).toString('latin1'));
  const decode = isText ? asText : asUtf8;
  const end = lines.findIndex((line) => !/^(?:From |[!-9;-~]*:|[ \t])/.test(line));
  const headerLines = end === -1 ? lines : lines.slice(0, end);
  const bodyLines = end === -1 ? [] : lines.slice(/^[\r\n]/.test(lines[end] ?? '') ? end + 1 : end);
  const { headers, pushedBack } = parseHeaders(headerLines);
  const body = decode([...pushedBack, ...bodyLines].join(''));
  return {
    headers: headers.map(({ name, value }) => {
      const decoded = decode(value);
      return { name, value: decoded.text, isMojibake: decoded.isMojibake };
    }),
    body: body.text,
    isBodyMojibake: body.isMojibake,
  };
}

interface RawHeaders {
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** A `From ` line at the very end counts as the first one of the body. */
  readonly pushedBack: readonly string[];
}

function parseHeaders(lines: readonly string[]): RawHeaders {
  const headers: { name: string; value: string }[] = [];
  let current: string[] = [];
  let pushedBack: readonly string[] = [];
  const flush = (): void => {
    if (current.length > 0) headers.push(headerOf(current));
    current = [];
  };
  for (const [index, line] of lines.entries()) {
    if (/^[ \t]/.test(line)) {
      if (current.length > 0) current.push(line);
      continue;
    }
    flush();
    if (line.startsWith('From ')) {
      if (index > 0 && index === lines.length - 1) pushedBack = [line];
      continue;
    }
    if (!line.startsWith(':')) current = [line];
  }
  flush();
  return { headers, pushedBack };
}

function headerOf(lines: readonly string[]): { name: string; value: string } {
  const text = lines.join('');
  const colon = text.indexOf(':');
  return { name: text.slice(0, colon), value: text.slice(colon + 1).replace(/^[ \t\r\n]+|[\r\n]+$/g, '') };
}

function splitLines(text: string): readonly string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
}

interface Decoded {
  readonly text: string;
  readonly isMojibake: boolean;
}

function asText(text: string): Decoded {
  return { text, isMojibake: false };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function asUtf8(latin1: string): Decoded {
  if (!/[\x80-\xff]/.test(latin1)) return { text: latin1, isMojibake: false };
  try {
    return { text: utf8.decode(Buffer.from(latin1, 'latin1')), isMojibake: false };
  } catch {
    return { text: latin1, isMojibake: true };
  }
}
