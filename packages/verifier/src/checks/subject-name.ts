import { isCodedError } from '@ropewalk/core';
import { parseDistributionFilename, sameDistribution, type DistributionFilename } from '@ropewalk/packaging';
import { outcomeOf, type ContentCheck } from '../subject-under-check.ts';

/** The statement is about a distribution of this name, compared by its parsed parts (PEP 740). */
export const subjectName: ContentCheck = {
  code: 'SUBJECT_NAME',
  title: 'the statement is about a file of this name',
  check({ input, statement }) {
    if (statement === undefined) return 'not-reached';
    const { filename } = input.distribution;
    const { name } = statement.subject;
    const [expected, actual] = [parsed(filename), parsed(name)];
    if (expected !== undefined && actual !== undefined && sameDistribution(expected, actual)) return { seen: name };
    const hint = expected === undefined ? 'The name of the file is not one of a wheel or sdist.' : undefined;
    return outcomeOf(
      [{ code: 'SUBJECT_NAME', subject: 'file name in the statement', expected: filename, actual: name, ...(hint === undefined ? {} : { hint }) }],
      name,
    );
  },
};

/** No file system keeps longer names; what a compressed tag stands for grows with the third power of its length. */
const maxLength = 255;

function parsed(filename: string): DistributionFilename | undefined {
  if (filename.length > maxLength) return undefined;
  try {
    return parseDistributionFilename(filename);
  } catch (error) {
    if (!isCodedError(error)) throw error;
    return undefined;
  }
}
