import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMetadata } from '../src/metadata.ts';
import { metadataFields } from '../src/metadata-fields.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);

test('reads single, repeated and split fields and the body', () => {
  const metadata = parseMetadata(bytes([
    'Metadata-Version: 2.4', 'name: Demo', 'VERSION:1.0', 'Keywords: a, b,c', 'Classifier: X', 'Classifier: Y',
    'Project-URL: Docs, https://a.b/?x=1,2', 'Project-URL: Bare', 'Import-Name:', '', '# Body', '',
  ].join('\n')));

  expect(metadata).toEqual({
    metadataVersion: '2.4', name: 'Demo', version: '1.0', keywords: ['a', 'b', 'c'], classifiers: ['X', 'Y'],
    projectUrls: [['Docs', 'https://a.b/?x=1,2'], ['Bare', '']], importNames: [], description: '# Body\n', unparsed: {},
  });
});

test('keeps folded values as they are written', () => {
  expect(parseMetadata(bytes('Summary: a\n  b\n\tc\nLicense:\n  x\n')).summary).toBe('a\n  b\n\tc');
  expect(parseMetadata(bytes('License:\n  x\n')).license).toBe('x');
});

test('reports unknown headers, and single fields given twice', () => {
  expect(parseMetadata(bytes('X-Foo: 1\nName: a\nname: b\nKeywords: c\nKeywords: d\n')).unparsed).toEqual({ 'x-foo': ['1'], name: ['a', 'b'], keywords: ['c', 'd'] });
});

test('reports project URLs that repeat a label', () => {
  expect(parseMetadata(bytes('Project-URL: A, x\nProject-URL: A , y\n')).unparsed).toEqual({ 'project-url': ['A, x', 'A , y'] });
});

test('reports a description given as header and as body', () => {
  expect(parseMetadata(bytes('Description: a\n\nb')).unparsed).toEqual({ description: ['a', 'b'] });
});

test('reads UTF-8, and reports what is not', () => {
  const metadata = parseMetadata(Buffer.from('Author: \u00d6\nSummary: \xff\n\nbody', 'latin1'));

  expect(parseMetadata(bytes('Author: Ö\n')).author).toBe('Ö');
  expect(metadata.unparsed).toEqual({ author: ['\u00d6'], summary: ['\xff'] });
  expect(metadata.description).toBe('body');
});

test('lets the first line that is no header begin the body', () => {
  expect(parseMetadata(bytes('Name: a\nnot a header\nVersion: 1\n'))).toEqual({ name: 'a', description: 'not a header\nVersion: 1\n', unparsed: {} });
  expect(parseMetadata(bytes('\ufeffName: a\n'))).toEqual({ description: '\ufeffName: a\n', unparsed: {} });
  expect(parseMetadata(bytes('Name : a\n')).name).toBeUndefined();
});

test('knows the line ends of e-mail', () => {
  expect(parseMetadata(bytes('Name: a\r\nVersion: 1\r\rbody\r\n'))).toEqual({ name: 'a', version: '1', description: 'body\r\n', unparsed: {} });
});

test('takes no header of the object prototype for a field', () => {
  expect(Object.keys(parseMetadata(bytes('__proto__: x\nconstructor: y\n')).unparsed)).toEqual(['__proto__', 'constructor']);
});

test('reads back what was written, whatever it is', () => {
  const value = fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', ':', '字', '"') }).map((text) => text.trim());
  const text = metadataFields.filter(({ shape, member }) => shape === 'text' && member !== 'description');
  fc.assert(fc.property(fc.array(value, { minLength: text.length, maxLength: text.length }), (values) => {
    const metadata = parseMetadata(bytes(text.map(({ header }, index) => `${header}: ${values[index] ?? ''}\n`).join('')));
    expect(Object.entries(metadata).filter(([key]) => key !== 'unparsed').map(([, one]) => one)).toEqual(values);
  }));
});

test('never throws and loses no known value, whatever the bytes', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (source) => {
    expect(parseMetadata(source).unparsed).toBeTypeOf('object');
  }));
});
