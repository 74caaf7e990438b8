import { outcomeOf, type ContentCheck } from '../subject-under-check.ts';

/** The statement is about these very bytes. */
export const subjectDigest: ContentCheck = {
  code: 'SUBJECT_DIGEST',
  title: 'the statement is about these bytes',
  check({ input, statement }) {
    if (statement === undefined) return 'not-reached';
    const expected = input.distribution.sha256;
    const actual = statement.subject.digest['sha256'];
    if (actual === expected) return { seen: `sha256 ${actual}` };
    return outcomeOf([{ code: 'SUBJECT_DIGEST', subject: 'sha256 in the statement', expected, actual }], '');
  },
};
