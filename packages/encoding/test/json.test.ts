import { isDeepStrictEqual } from 'node:util';
import { isCodedError } from '@ropewalk/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson, type JsonLimits } from '../src/index.ts';

const codeOf = (input: string | Uint8Array, limits?: JsonLimits): string => {
  try {
    parseJson(input, limits);
    return 'read';
  } catch (error) {
    if (isCodedError(error)) return error.code;
    throw error;
  }
};

describe('JSON', () => {
  test('is read as JSON.parse reads it', () => {
    fc.assert(fc.property(fc.json(), (text) => isDeepStrictEqual(parseJson(text), JSON.parse(text))));
  });

  test.each([
    ['{"a":1,"a":1}'],
    ['{"a":1,"b":{"c":[{"d":0,"d":0}]}}'],
    ['{"a":1,"\\u0061":2}'],
    ['[{"\\"":1,"\\u0022":2}]'],
    ['{"":1,"":2}'],
    ['{"__proto__":1,"__proto__":2}'],
    ['{"a":"}","b":"{\\"a\\":1","a":2}'],
  ])('with a key twice is refused: %s', (text) => {
    expect(codeOf(text)).toBe('JSON_DUPLICATE_KEY');
  });

  test.each([['{"a":{"a":{"a":1}}}'], ['[{"a":1},{"a":1}]'], ['{"a":"a","b":"a"}'], [String.raw`{"a\\":1,"a":2}`], ['{"a":["a","a"],"b":1}']])('with a key in two objects is read: %s', (text) => {
    expect(codeOf(text)).toBe('read');
  });

  test('with any key of any object repeated is refused', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 });
    fc.assert(
      fc.property(object, fc.nat(), (value, pick) => {
        const keys = Object.keys(value);
        const key = keys[pick % keys.length] ?? '';
        const text = JSON.stringify(value);

        return codeOf(`${text.slice(0, -1)},${JSON.stringify(key)}:null}`) === 'JSON_DUPLICATE_KEY';
      }),
    );
  });

  test('nested too deep is refused, however deep', () => {
    expect(codeOf('['.repeat(64) + ']'.repeat(64))).toBe('read');
    expect(codeOf('['.repeat(65) + ']'.repeat(65))).toBe('JSON_TOO_DEEP');
    expect(codeOf('{"a":'.repeat(65) + '1' + '}'.repeat(65))).toBe('JSON_TOO_DEEP');
    expect(['JSON_TOO_DEEP', 'JSON_MALFORMED']).toContain(codeOf('['.repeat(400_000) + ']'.repeat(400_000)));
  });

  test('larger than allowed is not even parsed', () => {
    expect(codeOf('x'.repeat(11), { maxBytes: 10 })).toBe('JSON_TOO_LARGE');
    expect(codeOf(new Uint8Array(11), { maxBytes: 10 })).toBe('JSON_TOO_LARGE');
  });

  test.each([['1.0'], ['1e0'], ['-0'], ['10E-1'], ['9007199254740993'], ['1e400'], ['{"a":[1.0]}']])('with the whole number %s is refused where numbers must be plain', (text) => {
    expect(codeOf(text, { plainNumbers: true })).toBe('JSON_NUMBER_AMBIGUOUS');
  });

  test.each([['0'], ['-1'], ['1.5'], ['9007199254740991'], ['"1.0"'], ['{"1.0":"1e0"}'], ['[1,2,-3]']])('with %s is read where numbers must be plain', (text) => {
    expect(codeOf(text, { plainNumbers: true })).toBe('read');
  });

  test.each([
    ['a byte order mark', Buffer.from('\uFEFF{}')],
    ['a stray byte', Buffer.from([0x22, 0xff, 0x22])],
    ['an overlong sequence', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
    ['half of a surrogate pair', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
  ])('with %s is refused', (_, bytes) => {
    expect(codeOf(bytes)).toBe('UTF8_MALFORMED');
  });

  test.each([[String.raw`"\ud800"`], [String.raw`{"a":"\udc00\ud800"}`], [String.raw`{"\uDFFF":1}`], ['"\ud800"']])('with half of a surrogate pair is refused: %s', (text) => {
    expect(codeOf(text)).toBe('UTF8_MALFORMED');
  });

  test('with a whole surrogate pair, escaped or not, is read', () => {
    expect(parseJson(String.raw`["\ud83d\ude00","\\ud800"]`)).toEqual(['\u{1F600}', String.raw`\ud800`]);
    expect(parseJson('"\u{1F600}"')).toBe('\u{1F600}');
  });

  test.each([[''], ['{'], ['{"a":1}x'], ['NaN'], ["{'a':1}"], ['{"a":1,}'], ['01'], ['\u00a0{}']])('that is none is refused: %j', (text) => {
    expect(codeOf(text)).toBe('JSON_MALFORMED');
  });

  test('of any bytes is read or refused with a code', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => codeOf(bytes) !== ''));
  });
});
