import { describe, expect, test } from 'vitest';
import { inOrder } from '../src/in-order.ts';

describe('work on several things at once', () => {
  test('comes out in order, whatever ends first', async () => {
    const numbers = Array.from({ length: 20 }, (_, index) => index);
    const results: number[] = [];

    for await (const result of inOrder(numbers, (number) => new Promise<number>((done) => setTimeout(() => done(number), (20 - number) % 5)))) results.push(result);

    expect(results).toEqual(numbers);
  });

  test('is bounded', async () => {
    let running = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, (running += 1));
      await new Promise((done) => setTimeout(done, 1));
      running -= 1;
    };

    for await (const _ of inOrder(Array.from({ length: 30 }), work));

    expect(most).toBe(8);
  });

  test('fails when the turn of what failed comes, not before', async () => {
    const seen: number[] = [];
    const run = async (): Promise<void> => {
      for await (const result of inOrder([1, 2, 3], async (number) => (number === 2 ? Promise.reject(new Error('two')) : number))) seen.push(result);
    };

    await expect(run()).rejects.toThrow('two');
    expect(seen).toEqual([1]);
  });
});
