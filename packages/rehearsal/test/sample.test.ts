import { describe, expect, test } from 'vitest';
import { readDistribution } from '@ropewalk/distribution';
import { buildSampleSdist } from '../src/sample/build-sdist.ts';
import { buildSampleWheel } from '../src/sample/build-wheel.ts';

describe('the sample project', () => {
  test('is built to the same bytes every time', async () => {
    const [first, second] = [await buildSampleSdist(), await buildSampleSdist()];

    expect(buildSampleWheel().bytes).toEqual(buildSampleWheel().bytes);
    expect(second.bytes).toEqual(first.bytes);
  });

  test('gives a wheel and an sdist of one name and version', async () => {
    const distributions = await Promise.all([buildSampleWheel(), await buildSampleSdist()].map((file) => readDistribution(file)));

    const names = distributions.map(({ parsed }) => `${parsed?.type} ${parsed?.name} ${parsed?.version}`);
    expect(names).toEqual(['wheel ropewalk-sample 1.0.0', 'sdist ropewalk-sample 1.0.0']);
  });
});
