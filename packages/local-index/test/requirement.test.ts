import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { isRequirement, isSpecifierSet } from '../src/form/requirement.ts';

// Python's packaging 26.2 judges each of these so.
test.each([
  "x[a,b]>=1; python_version<'3'",
  'y (>=1)',
  'z',
  "w ; extra == 'q'",
  'x>=1,<2',
  'x===foo',
  'x==1.*',
  'x~=1.0',
  'x @ https://a.b/c',
  "x@https://a.b/c ; extra=='a'",
  'a.b_c-d',
  'x[]',
  'x; (python_version < "3.9" or os_name == \'nt\') and "linux" in sys_platform',
  "x; 'a' not in platform_machine",
])('takes the dependency %s', (text) => {
  expect(isRequirement(text)).toBe(true);
});

test.each(['x y', 'x>=1 <2', 'x>=1.*', 'x~=1', 'x; python_version', '-x', 'x[', 'x[a b]', 'x;', 'x (1.0)', 'x 1.0', '', "x; unknown == 'a'", "x; os_name == 'a' or"])(
  'refuses the dependency %j',
  (text) => {
    expect(isRequirement(text)).toBe(false);
  },
);

test.each(['>=3.10', '', ' ', '>=3,<4', '==3.*', '!=3.*,>=2', '>= 3.8', '>=3,'])('takes the specifiers %j', (text) => {
  expect(isSpecifierSet(text)).toBe(true);
});

test.each(['3.10', '>=3.*', '~=3', '=>3', '3.x', '^3.8', '>=1+local'])('refuses the specifiers %j', (text) => {
  expect(isSpecifierSet(text)).toBe(false);
});

test('judges any text without failing', () => {
  assert(property(string(), (text) => [true, false].includes(isRequirement(text)) && [true, false].includes(isSpecifierSet(text))));
});
