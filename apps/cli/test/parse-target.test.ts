import { isCodedError } from '@ropewalk/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTarget } from '../src/commands/verify/targets/parse-target.ts';

describe('a target', () => {
  test.each([
    ['dist/sample-1.0.tar.gz', { type: 'path', path: 'dist/sample-1.0.tar.gz' }],
    ['./sample==1.0', { type: 'path' }],
    ['sample==1.0.0', { type: 'release', project: 'sample', version: '1.0.0' }],
    ['Sample.Project==1.0-rc1', { type: 'release', project: 'Sample.Project', version: '1.0rc1' }],
    ['sample==1.0/sample-1.0.tar.gz', { type: 'release', filename: 'sample-1.0.tar.gz' }],
    ['pypi:sample-1.0.tar.gz', { type: 'release', project: 'sample', version: '1.0', filename: 'sample-1.0.tar.gz' }],
    ['pkg:pypi/sample@1.0%2Blocal', { type: 'release', version: '1.0+local' }],
    ['PKG:PyPI/sample@1.0?file_name=sample-1.0.zip#x', { type: 'release', filename: 'sample-1.0.zip' }],
    ['https://example.org/a/sample-1.0-py3-none-any.whl?token=x', { type: 'url', project: 'sample', filename: 'sample-1.0-py3-none-any.whl' }],
  ])('%s is read as what it names', (text, expected) => {
    expect(parseTarget(text)).toMatchObject(expected);
  });

  test.each([
    ['a purl without version', 'pkg:pypi/sample'],
    ['a purl of another ecosystem', 'pkg:npm/sample@1.0'],
    ['a purl that brings its own index', 'pkg:pypi/sample@1.0?repository_url=https://evil.example'],
    ['a URL of no distribution', 'https://example.org/index.html'],
    ['a name that is none', '-sample-==1.0'],
    ['a version that is none', 'sample==latest'],
    ['broken percent signs', 'pkg:pypi/sample@%E0%A4%A'],
  ])('%s is refused', (_, text) => {
    expect(() => parseTarget(text)).toThrowError(expect.objectContaining({ code: 'USAGE_TARGET' }));
  });

  test('keeps the query of a URL out of its errors', () => {
    expect(() => parseTarget('https://example.org/index.html?token=secret')).toThrowError(expect.not.objectContaining({ message: expect.stringContaining('secret') }));
  });

  test('is read or refused, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string().map((text) => `pkg:pypi/${text}`), fc.string().map((text) => `https://${text}`)), (text) => {
        try {
          parseTarget(text);
        } catch (error) {
          expect(isCodedError(error)).toBe(true);
        }
      }),
    );
  });
});
