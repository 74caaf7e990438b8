import { applies, type IndexProfile } from './profile.ts';
import { ruleOf } from './rules.ts';
import type { RuleCode, Severity, Violation } from './rule.ts';

/** What is wrong with one file, or with a release as a whole. Plain data; survives JSON. */
export interface Finding {
  readonly code: RuleCode;
  readonly severity: Severity;
  /** The profile by which it was judged. */
  readonly index: string;
  /** The file's name; empty when it is about the release as a whole. */
  readonly file: string;
  /** Normalised name and version, `demo 1.0`; empty when they cannot be told. */
  readonly release: string;
  /** What was seen, in one sentence. Text from outside in it is quoted and on one line. */
  readonly message: string;
  /** What to do, as an order. */
  readonly remedy: string;
  /** Where the rule comes from. */
  readonly source: string;
}

/** Adds a rule's facts to a violation; `undefined` when the index does not have the rule. */
export function findingOf(violation: Violation, profile: IndexProfile, where: { readonly file: string; readonly release: string }): Finding | undefined {
  const rule = ruleOf(violation.code);
  if (rule === undefined) throw new TypeError(`There is no rule ${violation.code}.`);
  if (!applies(profile, rule)) return undefined;
  return {
    code: rule.code,
    severity: rule.severity,
    index: profile.name,
    ...where,
    message: violation.message,
    remedy: violation.remedy ?? rule.remedy,
    source: rule.source,
  };
}
