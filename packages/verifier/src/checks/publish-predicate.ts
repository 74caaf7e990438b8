import { PUBLISH_PREDICATE_TYPE } from '@ropewalk/pep740';
import { outcomeOf, type ContentCheck } from '../subject-under-check.ts';

/** A publish attestation says nothing beyond its kind: `null` or `{}`. */
export const publishPredicate: ContentCheck = {
  code: 'PUBLISH_PREDICATE',
  title: 'a publish statement carries nothing else',
  check({ statement }) {
    if (statement === undefined) return 'not-reached';
    if (statement.predicateType !== PUBLISH_PREDICATE_TYPE) return { seen: 'not a publish statement' };
    const members = Object.keys(statement.predicate ?? {});
    if (members.length === 0) return { seen: 'empty' };
    return outcomeOf([{ code: 'PUBLISH_PREDICATE', subject: 'predicate', expected: 'empty', actual: members.join(', ').slice(0, 200) }], '');
  },
};
