import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shownAddressAttempt, shownAddressWord } from '../src/output/shown-address.ts';

describe('a word that stands for an address', () => {
  test.each([
    ['https://host/legacy/', 'https://host/legacy/'],
    ['https://me:secret@host/legacy/?token=abc#x', 'https://host/legacy/'],
    ['  https://me:secret@host/', '  https://host/'],
    ['pypi', 'pypi'],
    // Not an address at all, because of what the password holds.
    ['https://me:SEC/RET@host/', 'https://host/'],
    ['https://me:SEC?RET@host/', 'https://host/'],
    ['https://me:SEC#RET@host/?token=abc', 'https://host/'],
  ])('%s is shown as %s', (word, shown) => {
    expect(shownAddressWord(word)).toBe(shown);
  });

  test('shows nothing of a password, whatever that holds', () => {
    const passwords = fc.string({ unit: fc.constantFrom('/', '?', '#', ':', '\\', 'x', '%', ' '), maxLength: 8 }).map((text) => `SECRET${text}SECRET`);

    fc.assert(fc.property(passwords, (password) => !/SECRET/.test(shownAddressAttempt(`https://me:${password}@host/legacy/?a=b`))));
  });
});

test('what was meant as an address and has no scheme is shown from its host on', () => {
  expect(shownAddressAttempt('me:secret@host/legacy')).toBe('host/legacy');
  expect(shownAddressAttempt('host/legacy?token=abc')).toBe('host/legacy');
});
