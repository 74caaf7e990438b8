import { describe, expect, test } from 'vitest';
import { lasting, passing } from './faults.ts';
import { saysSoAndFinishesLater, signsAllTheSame } from './faults-release.ts';
import { startSigningWorld } from './world.ts';

// Side by side: most of the time is spent in the pauses between attempts.
describe.concurrent('sign, when something goes wrong that passes, ends with good attestations', () => {
  test.each(passing)('$title', (faultCase) => signsAllTheSame(faultCase, 4), 60_000);
});

describe.concurrent('sign, when something goes wrong that lasts, ends with one clear error, and a second run signs only what is missing', () => {
  test.each(lasting)('$title', (faultCase) => saysSoAndFinishesLater(faultCase, 4), 60_000);
});

describe.concurrent('sign, when the clocks differ', () => {
  test.each([
    ['Sigstore is ten minutes ahead', 600_000],
    ['Sigstore is twenty minutes behind', -1_200_000],
  ])('%s: the clock is named', async (_, aheadMs) => {
    const world = await startSigningWorld(1, { now: () => new Date(Date.now() + aheadMs) });

    const run = await world.sign();

    await world.close();
    expect(run).toMatchObject({ status: 7, stderr: expect.stringMatching(/Fulcio at[\s\S]*clock/) as unknown });
  }, 60_000);

  test('a little is tolerated', async () => {
    const world = await startSigningWorld(1, { now: () => new Date(Date.now() + 45_000) });

    const run = await world.sign();

    await world.close();
    expect(run).toMatchObject({ status: 0 });
  }, 60_000);
});
