import { PUBLISH_PREDICATE_TYPE, SLSA_PREDICATE_TYPE } from '@ropewalk/pep740';
import { outcomeOf, type ContentCheck } from '../subject-under-check.ts';

const knownTypes: readonly string[] = [PUBLISH_PREDICATE_TYPE, SLSA_PREDICATE_TYPE];

/** The statement says something PyPI knows, and what the caller asked for. */
export const predicateType: ContentCheck = {
  code: 'PREDICATE_TYPE',
  title: 'the statement is of a known kind',
  check({ input, statement }) {
    if (statement === undefined) return 'not-reached';
    const asked = input.claims?.predicateType ?? knownTypes;
    const accepted = (typeof asked === 'string' ? [asked] : asked).filter((type) => knownTypes.includes(type));
    const actual = statement.predicateType;
    if (accepted.includes(actual)) return { seen: actual };
    return outcomeOf([{ code: 'PREDICATE_TYPE', subject: 'predicate type', expected: accepted.join(' or ') || String(asked), actual }], '');
  },
};
