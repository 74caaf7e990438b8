import { normalizeName } from '@ropewalk/packaging';
import { CredentialError } from './credential-error.ts';
import type { CredentialRequest } from './credential-request.ts';
import type { PyPITokenFacts } from './pypi-token.ts';
import type { PassedOver } from './source.ts';

/**
 * How well a token fits the projects of a release: it names them all, it does not say (a token of a whole account, or one
 * limited by numbers), or it is for others.
 */
export function tokenFit(facts: PyPITokenFacts | undefined, projects: readonly string[]): 'named' | 'open' | 'others' {
  if (facts?.projects === undefined || projects.length === 0) return 'open';
  return missingProjects(facts, projects).length === 0 ? 'named' : 'others';
}

/** Why a token is passed over that is for other projects. */
export function otherProjectsReason(facts: PyPITokenFacts | undefined): string {
  return `it is for other projects: ${shownProjects(facts?.projects ?? [])}`;
}

/**
 * Refuses a token for other projects, which the index would refuse after the upload.
 *
 * @throws {@link CredentialError} `CREDENTIAL_FOR_OTHER_PROJECT`
 */
export function forbidOtherProjects(source: string, facts: PyPITokenFacts | undefined, projects: readonly string[]): void {
  if (facts === undefined || tokenFit(facts, projects) !== 'others') return;
  const missing = missingProjects(facts, projects);
  throw new CredentialError({
    code: 'CREDENTIAL_FOR_OTHER_PROJECT',
    message: `The token from ${source} is for ${shownProjects(facts.projects ?? [])} and not for ${shownProjects(missing)}.`,
    remedy: remedyFor(projects),
  });
}

/** The error for a release without a credential, where there are tokens for other projects; `undefined` where there are none. */
export function allForOthers(passedOver: readonly PassedOver[], request: Pick<CredentialRequest, 'repositoryUrl' | 'projects'>): CredentialError | undefined {
  const found = passedOver.filter(({ isForOthers }) => isForOthers).map(({ source, reason }) => `${source}: ${reason}`);
  if (found.length === 0) return undefined;
  const { repositoryUrl, projects = [] } = request;
  return new CredentialError({
    code: 'CREDENTIAL_FOR_OTHER_PROJECT',
    message: `There is no credential for ${shownProjects(projects)} at ${repositoryUrl.host}. Passed over: ${found.join('; ')}.`,
    remedy: remedyFor(projects),
  });
}

function missingProjects(facts: PyPITokenFacts, projects: readonly string[]): readonly string[] {
  const covered = new Set(facts.projects?.map(normalizeName));
  return projects.filter((project) => !covered.has(normalizeName(project)));
}

function remedyFor(projects: readonly string[]): string {
  if (projects.length < 2) return `Use a token for ${shownProjects(projects)}, or one for every project of its user.`;
  return `One token has to be for all projects of a release: use one for ${shownProjects(projects)}, or upload each project by itself.`;
}

const shownAtMost = 10;

// The names come out of the token, so they are shown only if they look like names.
function shownProjects(names: readonly string[]): string {
  if (names.length === 0) return 'no project';
  const shown = names.slice(0, shownAtMost).map((name) => (/^[\w.-]{1,100}$/.test(name) ? name : 'one whose name is none'));
  return names.length > shownAtMost ? `${shown.join(', ')} and ${names.length - shownAtMost} more` : shown.join(', ');
}
