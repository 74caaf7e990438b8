import { claims } from './checks/claims.ts';
import { indexPublisher } from './checks/index-publisher.ts';
import { noPredicate } from './checks/no-predicate.ts';
import { predicateType } from './checks/predicate-type.ts';
import { publishPredicate } from './checks/publish-predicate.ts';
import { publisher } from './checks/publisher.ts';
import { slsaPredicate } from './checks/slsa-predicate.ts';
import { subjectDigest } from './checks/subject-digest.ts';
import { subjectName } from './checks/subject-name.ts';
import type { ContentCheck } from './subject-under-check.ts';

/** What is checked once it is known who signed what, in order. Each is made whatever the others found. */
export const contentChecks: readonly ContentCheck[] = [
  subjectName,
  subjectDigest,
  predicateType,
  publishPredicate,
  slsaPredicate,
  publisher,
  indexPublisher,
  claims,
];

/** The same where there is no statement: the signature is over the file itself. */
export const signedFileChecks: readonly ContentCheck[] = [noPredicate, publisher, claims];
