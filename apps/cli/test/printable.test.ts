import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printable } from '../src/output/printable.ts';

describe('text from outside', () => {
  test.each([
    ['an escape sequence', '\u001B[2J\u001B[31mred', '\\x1b[2J\\x1b[31mred'],
    ['a carriage return that hides what stood before', 'verified\rno', 'verified\\x0dno'],
    ['a bidirectional override', 'abc\u202Etxt.exe', 'abc\\u{202e}txt.exe'],
    ['a zero-width character', 'pypi\u200Borg', 'pypi\\u{200b}org'],
    ['a line break', 'one\ntwo', 'one\\x0atwo'],
    ['a workflow command of GitHub Actions', '::add-mask::x', ':\u200A:add-mask::x'],
    ['a logging command of Azure Pipelines', '  ##[error]x', '  #\u200A#[error]x'],
  ])('loses %s', (_, text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  test('keeps every letter a person can read', () => {
    expect(printable('Grüße, 東京 – naïve “quotes” 🎉')).toBe('Grüße, 東京 – naïve “quotes” 🎉');
  });

  test('may keep its lines, each of them neutralised', () => {
    expect(printable('one\n::error::two', { lines: true })).toBe('one\n:\u200A:error::two');
  });

  test('never comes out with a control or formatting character, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(printable(text))),
    );
  });
});
