import { expect, test } from 'vitest';
import { resultOf } from '../src/result-of.ts';

test('the result is what the last event carries', async () => {
  async function* work(): AsyncGenerator<{ readonly type: 'work-start' } | { readonly type: 'work-end'; readonly result: number }> {
    yield { type: 'work-start' };
    yield { type: 'work-end', result: 7 };
  }

  expect(await resultOf(work())).toBe(7);
});

test('work that fails rejects with its error', async () => {
  async function* work(): AsyncGenerator<{ readonly type: 'work-end'; readonly result: number }> {
    yield { type: 'work-end', result: 1 };
    throw new RangeError('after all');
  }

  await expect(resultOf(work())).rejects.toThrow(RangeError);
});

test('work that ends without a result is a programmer’s mistake', async () => {
  async function* work(): AsyncGenerator<{ readonly type: 'work-start' }> {
    yield { type: 'work-start' };
  }

  await expect(resultOf(work())).rejects.toThrow(TypeError);
});
