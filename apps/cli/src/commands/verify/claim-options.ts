import { PUBLISH_PREDICATE_TYPE, SLSA_PREDICATE_TYPE } from '@ropewalk/pep740';
import type { ExpectedClaims } from '@ropewalk/verifier';
import { narrowingOption } from './narrowing-option.ts';

/** Options that ask for more than the publisher, and the claims they ask for. */
const claimOptions = ['ref', 'commit', 'ownerId', 'repositoryId', 'trigger', 'runner', 'signerWorkflow', 'environment'] as const;

/** Short names of predicate types. */
const predicateTypes: ReadonlyMap<string, string> = new Map([['publish', PUBLISH_PREDICATE_TYPE], ['slsa', SLSA_PREDICATE_TYPE]]);

/** Reads what else is expected of the signer. @throws `CommandError` `USAGE_OPTION` */
export function readClaims(options: Readonly<Record<string, unknown>>): ExpectedClaims {
  const claims: Record<string, string> = {};
  for (const name of claimOptions) {
    const value = narrowingOption(options, name);
    if (value !== undefined) claims[name] = value;
  }
  const predicateType = narrowingOption(options, 'predicateType');
  return { ...claims, ...(predicateType === undefined ? {} : { predicateType: predicateTypes.get(predicateType) ?? predicateType }) };
}
