import { outcomeOf, type ContentCheck } from '../subject-under-check.ts';

/** Where the file itself is signed nothing is said about it, so nobody may have asked for anything that is said. */
export const noPredicate: ContentCheck = {
  code: 'PREDICATE_TYPE',
  title: 'no statement of a certain kind was asked for',
  check({ input: { claims } }) {
    const asked = claims?.predicateType;
    if (asked === undefined) return { seen: 'no statement: the signature is over the bytes of the file' };
    return outcomeOf([{ code: 'PREDICATE_TYPE', subject: 'predicate type', expected: [asked].flat().join(' or '), actual: undefined, hint: 'The bundle signs the file itself and says nothing about it.' }], '');
  },
};
