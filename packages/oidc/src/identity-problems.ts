import type { TokenClaims, TokenProblem } from '@ropewalk/core';
import { issuerProblems } from './issuer-problems.ts';
import { knowledgeOf } from './provider-knowledge.ts';

/**
 * Everything in a token that PyPI or its verifier will refuse, or that its owner should know: looked at before anything is
 * signed or sent.
 *
 * Another index may accept what PyPI does not: there, show these as advice.
 */
export function identityProblems(token: TokenClaims): readonly TokenProblem[] {
  return [...issuerProblems(token), ...(knowledgeOf(token)?.tokenProblems(token) ?? [])];
}
