import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalVersion, isValidVersion, sameVersion } from '../src/version.ts';

test.each([
  ['1.0', '1.0'],
  [' v1.0 ', '1.0'],
  ['1.0.0-Alpha.01', '1.0.0a1'],
  ['1.0c', '1.0rc0'],
  ['1.0preview2', '1.0rc2'],
  ['1.0-1', '1.0.post1'],
  ['1.0.rev', '1.0.post0'],
  ['1.0_post_3-dev', '1.0.post3.dev0'],
  ['1!01.002', '1!1.2'],
  ['1.0+Ubuntu_01-x', '1.0+ubuntu.1.x'],
  ['1.0+1e5', '1.0+1e5'],
  ['20260101123456789012345', '20260101123456789012345'],
  ['\x1c1.0\x85', '1.0'],
])('writes %j as %j', (text, canonical) => {
  expect(canonicalVersion(text)).toBe(canonical);
});

test.each(['', 'x', '1.', '1..0', '1.0+', '1.0+a..b', '1.0-', '1.0.post1.post2', '1.0\x00', '١.٠', `1${'0'.repeat(4300)}`])('refuses %j', (text) => {
  expect(isValidVersion(text)).toBe(false);
  expect(() => canonicalVersion(text)).toThrow(expect.objectContaining({ code: 'VERSION_MALFORMED' }));
});

test.each([['1.0', '1'], ['1.0.0', '1.0'], ['0', '0.0'], ['1.0+a.1', '1.0.0+A-01']])('takes %s and %s for the same version', (a, b) => {
  expect(sameVersion(a, b)).toBe(true);
});

test.each([['1.0', '1.1'], ['1.0', '1!1.0'], ['10', '1'], ['1.0', '1.0.dev0']])('keeps %s and %s apart', (a, b) => {
  expect(sameVersion(a, b)).toBe(false);
});

test('leaves a version in its normal form as it is', () => {
  const number = fc.integer({ min: 0, max: 99 });
  const version = fc.tuple(fc.array(number, { minLength: 1, maxLength: 4 }), fc.option(fc.tuple(fc.constantFrom('a', 'b', 'rc'), number)), fc.option(number), fc.option(number))
    .map(([release, pre, post, dev]) => `${release.join('.')}${pre?.join('') ?? ''}${post === null ? '' : `.post${post}`}${dev === null ? '' : `.dev${dev}`}`);

  fc.assert(fc.property(version, (text) => canonicalVersion(text) === text));
});

test('neither hangs nor throws anything else on odd text', () => {
  const odd = fc.array(fc.constantFrom('1', '0', '.', '-', '_', '+', 'a', 'rc', 'post', 'dev', '!', ' ', 'v'), { maxLength: 200 }).map((parts) => parts.join(''));

  fc.assert(fc.property(odd, (text) => {
    if (isValidVersion(text)) expect(canonicalVersion(canonicalVersion(text))).toBe(canonicalVersion(text));
  }));
});
