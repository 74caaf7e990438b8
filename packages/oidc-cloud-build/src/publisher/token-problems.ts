import type { TokenClaims, TokenProblem } from '@ropewalk/core';
import { textOf } from './looked-up-values.ts';

/** Accounts that exist without anyone having made them, and that many builds share. */
const sharedAccount = /-compute@developer\.gserviceaccount\.com$|@cloudbuild\.gserviceaccount\.com$|@appspot\.gserviceaccount\.com$/;

/** Finds what PyPI refuses of a Google token whatever publisher is registered, and what its nature brings. */
export function tokenProblems({ claims }: TokenClaims): readonly TokenProblem[] {
  const email = textOf(claims['email']);
  if (email === undefined || claims['email_verified'] !== true) return [withoutEmail];
  return [accountNotRepository(email)];
}

const withoutEmail: TokenProblem = {
  code: 'EMAIL_MISSING',
  affects: 'upload',
  message: 'The token names no verified e-mail address, so it is nobody to an index.',
  remedy: 'Ask for the token with its e-mail address: `format=full` of the metadata server, `includeEmail` of the IAM API.',
};

/** Not a fault, unless nobody knows it. */
function accountNotRepository(email: string): TokenProblem {
  const isShared = sharedAccount.test(email);
  return {
    code: isShared ? 'ACCOUNT_SHARED' : 'ACCOUNT_NOT_REPOSITORY',
    affects: 'nothing',
    message: `The identity is the service account ${email}, not a repository: whatever runs as this account can publish${isShared ? ', and this one is the default of every build in its Google project' : ''}.`,
    remedy: isShared
      ? 'Make a service account of its own for this project, let only its release build run as it, and register that one as publisher.'
      : 'Use this account for one project only, and let only its release build run as it.',
  };
}
