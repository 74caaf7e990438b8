import { rules } from '@ropewalk/preflight';
import { commandCodes } from './codes/command-codes.ts';
import type { ExplainedCode } from './codes/explained-code.ts';
import { identityCodes } from './codes/identity-codes.ts';
import { materialCodes } from './codes/material-codes.ts';
import { serviceCodes } from './codes/service-codes.ts';
import { verificationCodes } from './codes/verification-codes.ts';

/** What one code means in one place. */
export interface Explanation {
  readonly code: string;
  /** `rule`: of `check`. `verification`: of `verify`. `error`: why a command ended. */
  readonly kind: 'rule' | 'verification' | 'error';
  readonly meaning: string;
  readonly remedy: string;
  /** Of rules. */
  readonly severity?: 'error' | 'warning';
  /** Of rules: `pypi`, or `standard` for what holds everywhere. */
  readonly scope?: 'pypi' | 'standard';
  /** Of rules: where it comes from. */
  readonly source?: string;
}

/** Everything that is known of every code. A few codes are both a rule and an error. */
export const explanations: readonly Explanation[] = [
  ...rules.map(({ code, title, remedy, severity, scope, source }): Explanation => ({ code, kind: 'rule', meaning: title, remedy, severity, scope, source })),
  ...verificationCodes.map(explained('verification')),
  ...[...commandCodes, ...materialCodes, ...identityCodes, ...serviceCodes].map(explained('error')),
];

function explained(kind: 'verification' | 'error'): (entry: ExplainedCode) => Explanation {
  return ([code, meaning, remedy]) => ({ code, kind, meaning, remedy });
}
