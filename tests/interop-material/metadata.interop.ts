import { metadataFields, parseMetadata, type Metadata } from '@ropewalk/packaging';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { preparePython } from './python.ts';

const python = preparePython();

/** The members of Python's `RawMetadata` are snake case, and plural where ours are. */
function rawOf(metadata: Metadata): Record<string, unknown> {
  const values = metadata as unknown as Record<string, unknown>;
  return Object.fromEntries(metadataFields.filter(({ member }) => values[member] !== undefined).map(({ member }) => [member.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), values[member]]));
}

const headerLines: readonly string[] = [
  'Metadata-Version: 2.1', 'Name: demo', 'name: Demo', 'Version:1.0', 'Summary: a', 'Summary: ü', ' folded', '\tfolded too', 'Keywords: a, b ,c', 'Keywords:', 'Project-URL: A, x', 'Project-URL: A , y',
  'Project-URL: bare', 'Classifier: X', 'Classifier: Y', 'X-Foo: 1', 'Import-Name:', 'Import-Name: a', 'Description: d', 'Description-Content-Type: text/plain', 'License: a', '  b', ': no name', 'From here', 'not a header', 'Name : x',
  'Author: \u00ff', '', '', 'body', 'License-File: x', 'Dynamic: y', 'Platform: UNKNOWN', 'Home-page: https://a.b', '\ufeffName: x', 'Requires-Dist: a; b == "c"', 'Author: a\vb', 'Author: a\u2028b',
];

describe.skipIf(python === undefined)("Python's packaging.metadata", () => {
  test('reads the same from odd documents, field by field', () => {
    const lines = fc.array(fc.constantFrom(...headerLines), { maxLength: 14 });
    const document = fc.tuple(lines, fc.constantFrom('\n', '\n', '\n', '\r\n', '\r'), fc.constantFrom('utf8', 'utf8', 'latin1'))
      .map(([parts, end, encoding]) => Buffer.from(parts.map((part) => part + end).join(''), encoding as 'utf8' | 'latin1'));
    const documents = fc.sample(document, { numRuns: 5000, seed: 20_261_125 });

    const theirs = python?.ask('metadata.py', documents.map((one) => one.toString('base64'))) as readonly unknown[];

    const differing = documents.map((one, index) => {
      const metadata = parseMetadata(one);
      return { text: one.toString('latin1'), ours: [rawOf(metadata), metadata.unparsed], theirs: theirs[index] };
    }).filter(({ ours, theirs: other }) => sorted(ours) !== sorted(other));
    expect(differing.slice(0, 3)).toEqual([]);
  });
});

/** Objects without an order; a description's parts, too, for Python goes through a set. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner);
}
