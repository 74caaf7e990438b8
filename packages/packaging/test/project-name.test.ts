import { expect, test } from 'vitest';
import { isValidName, normalizeName } from '../src/project-name.ts';

test.each([
  ['Django', 'django'],
  ['oslo.concurrency', 'oslo-concurrency'],
  ['Foo._-Bar', 'foo-bar'],
])('normalises %s to %s', (name, normalised) => {
  expect(normalizeName(name)).toBe(normalised);
});

test.each(['a', 'A1', 'a.b_c-d'])('takes %s for a name', (name) => {
  expect(isValidName(name)).toBe(true);
});

test.each(['', '-a', 'a-', 'a b', 'é', 'a\n'])('does not take %j for a name', (name) => {
  expect(isValidName(name)).toBe(false);
});
