import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPyPIToken } from '../src/index.ts';
import { expiredToken, oldPyPIToken, pypiToken, strangeToken, testPyPIToken } from './tokens.ts';

describe('a PyPI token, read locally', () => {
  test('names its index, projects and time', () => {
    expect(readPyPIToken(testPyPIToken)).toEqual({
      index: 'test.pypi.org',
      projects: ['demo', 'other'],
      hasProjectIds: false,
      notBefore: new Date(1_700_000_000_000),
      expiresAt: new Date(1_800_000_000_000),
      isMinted: false,
      unknownCaveats: 0,
      isComplete: true,
    });
    expect(readPyPIToken(pypiToken)).toEqual({ index: 'pypi.org', hasProjectIds: false, isMinted: false, unknownCaveats: 0, isComplete: true });
    expect(readPyPIToken(` ${oldPyPIToken}\n`)).toMatchObject({ index: 'pypi.org', projects: ['demo'] });
    expect(readPyPIToken(expiredToken)).toMatchObject({ isMinted: true, expiresAt: new Date(1_500_000_000_000) });
    expect(readPyPIToken(strangeToken)).toMatchObject({ hasProjectIds: true, unknownCaveats: 1, isComplete: true });
  });

  test('still names its index when it was cut off, and is then not complete', () => {
    for (let length = 60; length < testPyPIToken.length - 1; length += 1) {
      expect(readPyPIToken(testPyPIToken.slice(0, length))).toMatchObject({ index: 'test.pypi.org', isComplete: false });
    }
  });

  test('is not found in other texts', () => {
    for (const text of ['', 'pypi-', 'pypi-hello', 'AgEIcHlwaS5vcmc', 'pypi-attestations', `PYPI-${pypiToken.slice(5)}`]) {
      expect(readPyPIToken(text)).toBeUndefined();
    }
  });

  test('never fails on odd bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, isMacaroon) => {
        const head = isMacaroon ? [2, 1, 3, 0x61, 0x2e, 0x62] : [];
        const facts = readPyPIToken(`pypi-${Buffer.from([...head, ...bytes]).toString('base64url')}`);
        expect(isMacaroon ? facts?.index : 'a.b').toBe('a.b');
      }),
    );
  });
});
