import { isCodedError } from '@ropewalk/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64, decodeHex, parseInteger } from '../src/index.ts';

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'read';
  } catch (error) {
    if (isCodedError(error)) return error.code;
    throw error;
  }
};

describe('base64', () => {
  test('of any bytes is read', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => decodeBase64(Buffer.from(bytes).toString('base64')).equals(bytes)));
  });

  test('with white space inside is read', () => {
    expect(decodeBase64('AAEC\nAwQF \tBgc=\r\n')).toEqual(Buffer.from([0, 1, 2, 3, 4, 5, 6, 7]));
  });

  test.each([['AA'], ['AA='], ['AAA'], ['AA==='], ['AB=='], ['AAF='], ['__8='], ['-_8='], ['A*A='], ['AA==AA=='], ['=AAA'], ['AAAA='], ['A A\u00a0A A'], ['AAAA\u0000']])(
    'that has another spelling than the standard one is refused: %j',
    (text) => {
      expect(codeOf(() => decodeBase64(text))).toBe('BASE64_MALFORMED');
    },
  );

  test('has one spelling for one value', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (codeOf(() => decodeBase64(text)) !== 'read') return true;
        return decodeBase64(text).toString('base64') === text.replaceAll(/\s/g, '');
      }),
    );
  });
});

describe('hexadecimal', () => {
  test('is read in lower case, in full length', () => {
    expect(decodeHex('00ff', 2)).toEqual(Buffer.from([0, 255]));
  });

  test.each([['00FF'], ['00f'], ['00ff00'], ['0xff'], ['00 f'], ['']])('that is anything else is refused: %j', (text) => {
    expect(codeOf(() => decodeHex(text, 2))).toBe('HEX_MALFORMED');
  });
});

describe('an integer', () => {
  test('is read from digits and from a number', () => {
    fc.assert(fc.property(fc.maxSafeNat(), (value) => parseInteger(String(value)) === value && parseInteger(value) === value));
  });

  test.each([['-1'], ['+1'], ['01'], ['1.0'], ['1e3'], [' 1'], ['1 '], ['0x1'], [''], ['1_000'], ['9007199254740992'], ['٣'], [-1], [1.5], [-0], [Number.NaN], [2 ** 53], [null], [true], [[1]], [undefined]])(
    'that is %j is refused',
    (value) => {
      expect(codeOf(() => parseInteger(value))).toBe('INTEGER_MALFORMED');
    },
  );
});
