import type { Rule, RuleScope } from './rule.ts';

/** Which rules an index has. */
export interface IndexProfile {
  readonly name: string;
  readonly scopes: readonly RuleScope[];
}

/** The indexes known by name. `none` is every index of which nothing is known: only what holds everywhere. */
export const indexProfiles: Readonly<Record<'pypi' | 'testpypi' | 'none', IndexProfile>> = {
  pypi: { name: 'pypi', scopes: ['standard', 'pypi'] },
  testpypi: { name: 'testpypi', scopes: ['standard', 'pypi'] },
  none: { name: 'none', scopes: ['standard'] },
};

/** Finds a profile by name; `undefined` when there is none. */
export function profileOf(name: string): IndexProfile | undefined {
  return Object.hasOwn(indexProfiles, name) ? indexProfiles[name as keyof typeof indexProfiles] : undefined;
}

/** Tells whether an index has a rule. */
export function applies(profile: IndexProfile, rule: Rule): boolean {
  return profile.scopes.includes(rule.scope);
}
