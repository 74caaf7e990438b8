import type { DistributionSource } from '@ropewalk/distribution';
import { buildSampleSdist } from './build-sdist.ts';
import { buildSampleWheel } from './build-wheel.ts';

/** The release a rehearsal plays when it is given no files: wheel and sdist of one small project. */
export async function sampleRelease(): Promise<readonly Exclude<DistributionSource, string>[]> {
  return [await buildSampleSdist(), buildSampleWheel()];
}
