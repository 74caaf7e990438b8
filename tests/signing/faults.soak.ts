import { describe, test } from 'vitest';
import { lasting, passing } from './faults.ts';
import { saysSoAndFinishesLater, signsAllTheSame } from './faults-release.ts';

const count = 30;

describe('a release of 30 files, through each fault', () => {
  test.each(passing)('$title: 30 good attestations', (faultCase) => signsAllTheSame(faultCase, count));

  test.each(lasting)('$title: one clear error, and a second run signs only what is missing', (faultCase) => saysSoAndFinishesLater(faultCase, count));
});
