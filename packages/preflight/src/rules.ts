import { fileRules } from './rules-file.ts';
import { metadataRules } from './rules-metadata.ts';
import { releaseRules } from './rules-release.ts';
import type { Rule } from './rule.ts';

/** Every rule there is: files, then metadata, then releases, the index and attestations. */
export const rules: readonly Rule[] = [...fileRules, ...metadataRules, ...releaseRules];

const byCode: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.code, rule]));

/** Finds a rule by its code, whatever its case. */
export function ruleOf(code: string): Rule | undefined {
  return byCode.get(code.toUpperCase());
}
