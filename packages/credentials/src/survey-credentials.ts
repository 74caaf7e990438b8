import { isCodedError, type CodedError } from '@ropewalk/core';
import type { CredentialFacts } from './credential.ts';
import type { CredentialRequest } from './credential-request.ts';
import { credentialSources } from './credential-sources.ts';
import { readPyPIToken, type PyPITokenFacts } from './pypi-token.ts';
import { usable } from './resolve-credential.ts';
import type { CredentialSource, PassedOver, SourceAnswer } from './source.ts';
import { allForOthers } from './token-projects.ts';

/** What one source has. Shows no secret, and no part of one. */
export interface SurveyedSource {
  readonly name: string;
  /**
   * `wins`: it is used. `unusable`: it would be, but cannot; see the survey's `problem`. `passed-over`: it has one too, but a stronger source wins. `none`. `ignored`: it has something
   * that is no use, see `reason`. `failed`: see `reason`. `not-asked`: asking would have disturbed somebody.
   */
  readonly status: 'wins' | 'unusable' | 'passed-over' | 'none' | 'ignored' | 'failed' | 'not-asked';
  readonly reason?: string;
  readonly username?: string;
  /** Stands for the secret. */
  readonly masked?: string;
  /** What a PyPI token says of itself. */
  readonly token?: PyPITokenFacts;
}

/** Who an upload would be made as, and what every source has to say about it. */
export interface CredentialSurvey {
  readonly repositoryUrl: URL;
  /** The credential that would be used; `undefined` when there is none, or it cannot be used. */
  readonly winner?: CredentialFacts;
  /** Why what the winning source has cannot be used, or that every token is for other projects. */
  readonly problem?: CodedError;
  readonly sources: readonly SurveyedSource[];
}

/**
 * Asks every source, spends nothing, and tells what each has: for `whoami`. A question to a person is not asked, and
 * trusted publishing only looked for, not used.
 *
 * @throws {@link CredentialError} `CREDENTIAL_CONFLICT`
 */
export async function surveyCredentials(request: CredentialRequest): Promise<CredentialSurvey> {
  const sources: SurveyedSource[] = [];
  const passedOver: PassedOver[] = [];
  let winning: (SourceAnswer & { status: 'found' }) | undefined;
  for (const source of credentialSources(request)) {
    const answer = await lookAt(source, winning !== undefined);
    const others = 'passedOver' in answer ? (answer.passedOver ?? []) : [];
    passedOver.push(...others);
    sources.push(...others.map(({ source: name, reason }): SurveyedSource => ({ name, status: 'ignored', reason })));
    if (!isOnlyPassedOver(answer)) sources.push(surveyed(source, answer, winning === undefined));
    if (answer.status === 'found') winning ??= answer;
  }
  const won = winning === undefined ? problemOf(passedOver, request) : winnerOf(winning, request);
  return { repositoryUrl: request.repositoryUrl, ...won, sources: won.problem === undefined ? sources : sources.map(withoutWinner) };
}

// What it has was named one by one.
function isOnlyPassedOver(look: Look): boolean {
  return look.status === 'none' && look.reason === undefined && (look.passedOver ?? []).length > 0;
}

type Look = SourceAnswer | { readonly status: 'failed' | 'not-asked'; readonly reason: string };

async function lookAt(source: CredentialSource, isDecided: boolean): Promise<Look> {
  if (source.isIntrusive === true) return { status: 'not-asked', reason: isDecided ? 'not needed' : 'only an upload asks' };
  try {
    return await source.look();
  } catch (error) {
    if (!isCodedError(error)) throw error;
    return { status: 'failed', reason: error.message };
  }
}

function surveyed(source: CredentialSource, look: Look, isFirst: boolean): SurveyedSource {
  if (look.status !== 'found') return { name: source.name, status: look.status, ...('reason' in look && look.reason !== undefined ? { reason: look.reason } : {}) };
  const status = isFirst ? 'wins' : 'passed-over';
  if ('credential' in look) return { name: source.name, status, username: look.credential.username };
  const { username, secret, source: place } = look.secret;
  const token = readPyPIToken(secret);
  const masked = secret.trim().startsWith('pypi-') ? 'pypi-********' : '********';
  return { name: place, status, username, masked, ...(token === undefined ? {} : { token }) };
}

function withoutWinner(source: SurveyedSource): SurveyedSource {
  return source.status === 'wins' ? { ...source, status: 'unusable' } : source;
}

function problemOf(passedOver: readonly PassedOver[], request: CredentialRequest): Pick<CredentialSurvey, 'winner' | 'problem'> {
  const problem = allForOthers(passedOver, request);
  return problem === undefined ? {} : { problem };
}

function winnerOf(answer: SourceAnswer & { status: 'found' }, request: CredentialRequest): Pick<CredentialSurvey, 'winner' | 'problem'> {
  try {
    const { source, kind, username, origin } = usable(answer, request);
    return { winner: { source, kind, username, origin } };
  } catch (error) {
    if (!isCodedError(error)) throw error;
    return { problem: error };
  }
}
