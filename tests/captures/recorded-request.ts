/** One part of a form. */
export interface RecordedPart {
  readonly name: string;
  readonly filename?: string;
  readonly contentType?: string;
  /** The text, or of a file `N bytes, sha256 …`. */
  readonly value: string;
}

/** One request that uploads a file. */
export interface RecordedRequest {
  readonly requestLine: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly parts: readonly RecordedPart[];
}

/** Reads the request out of a capture: a head, then the parts with the boundary written as `--BOUNDARY`. */
export function parseCapture(text: string): RecordedRequest {
  const request = between(text, '-------- request\n', '\n-------- response');
  const headEnd = request.indexOf('\n\n');
  const [requestLine = '', ...lines] = request.slice(0, headEnd).split('\n');
  const body = request.slice(request.indexOf('\n--BOUNDARY\n') + 1, request.lastIndexOf('\n--BOUNDARY--'));
  return {
    requestLine,
    headers: new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()])),
    parts: body.split(/^--BOUNDARY\n/m).slice(1).map(parsePart),
  };
}

/** Reads one part: head, empty line, value and the line break before the next boundary. */
export function parsePart(text: string): RecordedPart {
  const headEnd = text.indexOf('\n\n');
  const head = text.slice(0, headEnd);
  const value = text.slice(headEnd + 2).replace(/\n$/, '');
  const filename = / filename="([^"]*)"/.exec(head)?.[1];
  const contentType = /^content-type: *(.*)$/im.exec(head)?.[1];
  return {
    name: / name="([^"]*)"/.exec(head)?.[1] ?? '',
    ...(filename === undefined ? {} : { filename }),
    ...(contentType === undefined ? {} : { contentType }),
    value: filename === undefined ? value : value.replace(/^\[|\]$/g, ''),
  };
}

function between(text: string, start: string, end: string): string {
  const from = text.indexOf(start) + start.length;
  return text.slice(from, text.indexOf(end, from));
}
