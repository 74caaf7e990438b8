/** Python's `csv` gives up on fields longer than this. */
const maxField = 131_072;

/**
 * Reads the file names of a RECORD as PyPI does: Python's `csv` over Python's lines, `\` taken for `/`.
 *
 * @returns The names; `blank-line` for a row without fields, on which PyPI breaks; `malformed` when it is no CSV.
 */
export function readRecord(text: string): ReadonlySet<string> | 'blank-line' | 'malformed' {
  const names = new Set<string>();
  let row = startRow();
  for (const line of pythonLines(text)) {
    if (!row.isQuoted && line === '') return 'blank-line';
    for (const character of line) feed(row, character);
    if (row.longest > maxField) return 'malformed';
    if (row.isQuoted) continue;
    names.add(row.first.replaceAll('\\', '/'));
    row = startRow();
  }
  if (row.isQuoted) names.add(row.first.replaceAll('\\', '/'));
  return names;
}

/** Splits as Python's `str.splitlines`. */
function pythonLines(text: string): readonly string[] {
  const lines = text.split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

interface Row {
  first: string;
  isFirst: boolean;
  isQuoted: boolean;
  /** A quote was just seen inside a quoted field: it ends it, or is the first of two. */
  isAfterQuote: boolean;
  isFieldStart: boolean;
  length: number;
  longest: number;
}

function startRow(): Row {
  return { first: '', isFirst: true, isQuoted: false, isAfterQuote: false, isFieldStart: true, length: 0, longest: 0 };
}

function feed(row: Row, character: string): void {
  if (row.isFieldStart && character === '"') {
    row.isFieldStart = false;
    row.isQuoted = true;
    return;
  }
  row.isFieldStart = false;
  if (row.isQuoted) {
    if (character !== '"') return add(row, character);
    row.isQuoted = false;
    row.isAfterQuote = true;
    return;
  }
  if (row.isAfterQuote && character === '"') {
    row.isQuoted = true;
    row.isAfterQuote = false;
    return add(row, character);
  }
  row.isAfterQuote = false;
  if (character !== ',') return add(row, character);
  row.isFirst = false;
  row.isFieldStart = true;
  row.length = 0;
}

function add(row: Row, character: string): void {
  row.length += 1;
  row.longest = Math.max(row.longest, row.length);
  if (row.isFirst) row.first += character;
}
