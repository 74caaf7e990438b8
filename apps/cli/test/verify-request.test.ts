import { describe, expect, test } from 'vitest';
import { readRequest } from '../src/commands/verify/verify-request.ts';

describe('the index to ask', () => {
  test.each([
    ['pypi', 'https://pypi.org/simple/'],
    ['https://pypi.org', 'https://pypi.org/simple/'],
    ['https://test.pypi.org/', 'https://test.pypi.org/simple/'],
    ['https://index.example/simple/', 'https://index.example/simple/'],
  ])('%s is %s', (indexUrl, expected) => {
    expect(readRequest({ indexUrl }, {}).index.url?.href).toBe(expected);
  });

  test('is nobody where the variable is empty', () => {
    expect(readRequest({}, { ROPEWALK_INDEX_URL: '' }).index.url).toBeUndefined();
  });
});

describe('claims that can hold for somebody', () => {
  test.each([
    ['commit', 'a'.repeat(40)],
    ['commit', 'a'.repeat(64)],
    ['ownerId', '12'],
    ['predicateType', 'https://example.org/type/v1'],
  ])('%s %s', (name, value) => {
    expect(readRequest({ publisher: ['github:o/r'], [name]: value }, {}).claims).toEqual({ [name]: value });
  });
});
