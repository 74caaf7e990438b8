import { describe, expect, test } from 'vitest';
import { CodedError, isCodedError } from '../src/coded-error.ts';

class SampleError extends CodedError<'SAMPLE'> {}

describe('a coded error', () => {
  test('carries code, message, remedy and cause, and the name of its class', () => {
    const cause = new Error('underneath');

    const error = new SampleError({ code: 'SAMPLE', message: 'It broke.', remedy: 'Mend it.', cause });

    expect(error).toMatchObject({ code: 'SAMPLE', message: 'It broke.', remedy: 'Mend it.', cause, name: 'SampleError' });
    expect(error).toBeInstanceOf(Error);
  });

  test('has no cause when none was given, not an undefined one', () => {
    expect('cause' in new SampleError({ code: 'SAMPLE', message: 'It broke.', remedy: 'Mend it.' })).toBe(false);
  });

  test('is recognised by its brand, also when it comes from another copy of the package', () => {
    const fromAnotherCopy = Object.assign(new Error('x'), { [Symbol.for('ropewalk.coded-error')]: true });

    expect(isCodedError(fromAnotherCopy)).toBe(true);
    expect(isCodedError(new SampleError({ code: 'SAMPLE', message: 'x', remedy: 'y' }))).toBe(true);
  });

  test.each([new Error('x'), { code: 'SAMPLE' }, null, undefined, 'text', 1])('is not %o', (other) => {
    expect(isCodedError(other)).toBe(false);
  });
});
