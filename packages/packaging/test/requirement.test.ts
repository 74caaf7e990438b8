import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRequirement } from '../src/requirement.ts';
import { parseSpecifiers } from '../src/version-specifier.ts';

test('reads name, extras, versions and marker', () => {
  expect(parseRequirement('requests [socks, x]>=2.8,!=2.9.* ; python_version < "3.12" and (os_name == \'nt\' or extra == "a")')).toEqual({
    name: 'requests', extras: ['socks', 'x'], specifiers: '>=2.8,!=2.9.*', marker: 'python_version < "3.12" and (os_name == \'nt\' or extra == "a")',
  });
});

test('reads a direct reference', () => {
  expect(parseRequirement('foo @ https://example.org/foo.whl ; extra == "x"')).toMatchObject({ name: 'foo', url: 'https://example.org/foo.whl' });
});

test.each(['foo', 'foo (>=1)', 'foo()', 'foo[]', ' foo ', 'foo===any-thing', "foo; 'a' not in python_version", 'foo>=1,'])('takes %j', (text) => {
  expect(() => parseRequirement(text)).not.toThrow();
});

test.each([
  '', '-foo', 'foo bar', 'foo>=', 'foo>=1.*', 'foo>=1+l', 'foo[a', 'foo[a b]', 'foo (>=1', 'foo;', 'foo; x == "1"', 'foo; python_version', 'foo @',
  'foo>=1 bar', 'foo===a,b', `foo; ${'('.repeat(500)}`, 'foo\nbar',
])('refuses %j', (text) => {
  expect(() => parseRequirement(text)).toThrow(expect.objectContaining({ code: 'REQUIREMENT_MALFORMED' }));
});

test.each(['', '>=3.9', '>=3.9, <4', '>=3,,', '==3.*', '~=3.6', '===x', '!=3.1+local', '< 3.0rc1'])('takes the specifiers %j', (text) => {
  expect(() => parseSpecifiers(text)).not.toThrow();
});

test.each(['3.9', '>=3.*', '~=3', '>=3 <4', '=>3', '>=3+l'])('refuses the specifiers %j', (text) => {
  expect(() => parseSpecifiers(text)).toThrow(expect.objectContaining({ code: 'SPECIFIER_MALFORMED' }));
});

test('ends quickly and in its own error on any text', () => {
  const part = fc.constantFrom('foo', '[', ']', ',', '>=', '==', '1.0', '.*', ';', '(', ')', 'python_version', '"3"', ' and ', ' in ', '@', ' ');
  fc.assert(fc.property(fc.array(part, { maxLength: 80 }).map((parts) => parts.join('')), (text) => {
    try {
      parseRequirement(text);
    } catch (error) {
      expect(error).toMatchObject({ code: 'REQUIREMENT_MALFORMED' });
    }
  }));
});
