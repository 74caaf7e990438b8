import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDistributionFilename, sameDistribution } from '../src/distribution-filename.ts';

test('reads an sdist', () => {
  expect(parseDistributionFilename('Foo.Bar-v1.0.tar.gz')).toEqual({
    type: 'sdist', filename: 'Foo.Bar-v1.0.tar.gz', name: 'foo-bar', version: '1.0', extension: '.tar.gz',
  });
});

test('takes the last dash for the one before the version', () => {
  expect(parseDistributionFilename('a-b-1.0.zip')).toMatchObject({ name: 'a-b', version: '1.0', extension: '.zip' });
});

test('reads a wheel and expands its tags', () => {
  expect(parseDistributionFilename('foo_bar-1.0-py3.py2-none-ANY.any.whl')).toEqual({
    type: 'wheel', filename: 'foo_bar-1.0-py3.py2-none-ANY.any.whl', name: 'foo-bar', version: '1.0', tags: ['py2-none-any', 'py3-none-any'],
  });
});

test('reads a build tag without its leading zeros', () => {
  expect(parseDistributionFilename('foo-1.0-01b-py3-none-any.whl')).toMatchObject({ build: '1b' });
  expect(parseDistributionFilename('foo-1.0-00-py3-none-any.whl')).toMatchObject({ build: '0' });
});

test.each([
  'foo__bar-1.0-py3-none-any.whl', 'foo bar-1.0-py3-none-any.whl', 'foo-1.0-x-py3-none-any.whl', 'foo-x-py3-none-any.whl',
  'foo-1.0-py3-none.whl', 'foo-1.0-1-2-py3-none-any.whl', 'foo-1.0-py3-none-any.WHL', 'foo.tar.gz', 'foo-x.tar.gz', 'foo-1.0.tgz', '',
  `${'a'.repeat(2000)}-1.0.tar.gz`,
])('refuses %j', (filename) => {
  expect(() => parseDistributionFilename(filename)).toThrow(expect.objectContaining({ code: 'FILENAME_MALFORMED' }));
});

test.each([
  ['Foo.Bar-1.0.0.tar.gz', 'foo_bar-1.0.tar.gz'],
  ['foo-1.0.zip', 'foo-1.0.tar.gz'],
  ['Foo-1.0-py2.py3-none-any.whl', 'foo-1.0.0-py3.py2-none-any.whl'],
  ['foo-1.0-01-py3-none-any.whl', 'foo-1.0-1-py3-none-any.whl'],
])('takes %s and %s for the same distribution', (a, b) => {
  expect(sameDistribution(parseDistributionFilename(a), parseDistributionFilename(b))).toBe(true);
});

test.each([
  ['foo-1.0.tar.gz', 'bar-1.0.tar.gz'],
  ['foo-1.0.tar.gz', 'foo-1.1.tar.gz'],
  ['foo-1.0.tar.gz', 'foo-1.0-py3-none-any.whl'],
  ['foo-1.0-py3-none-any.whl', 'foo-1.0-1-py3-none-any.whl'],
  ['foo-1.0-py3-none-any.whl', 'foo-1.0-py2.py3-none-any.whl'],
])('keeps %s and %s apart', (a, b) => {
  expect(sameDistribution(parseDistributionFilename(a), parseDistributionFilename(b))).toBe(false);
});

test('ends quickly and in its own error on any text', () => {
  const part = fc.constantFrom('foo', '-', '1.0', '.', 'py3', 'none', 'any', '_', '.whl', '.tar.gz', 'é', '\n', '1a');
  fc.assert(fc.property(fc.array(part, { maxLength: 60 }).map((parts) => parts.join('')), (filename) => {
    try {
      expect(parseDistributionFilename(filename).filename).toBe(filename);
    } catch (error) {
      expect(error).toMatchObject({ code: 'FILENAME_MALFORMED' });
    }
  }));
});
