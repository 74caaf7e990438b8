import type { LookedUpValue, Mismatch, ProviderKnowledge, Publisher, TokenClaims, TokenProblem } from '@ropewalk/core';
import { identityProblems } from './identity-problems.ts';
import { knowledgeOf } from './provider-knowledge.ts';

/** A refused exchange to be explained. */
export interface RefusedExchange {
  /** The claims of the token that was refused. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Whom the operator expects to be. */
  readonly expected?: Publisher;
  /** The index's upload URL, for the link to its settings. */
  readonly uploadUrl?: URL;
  /** The project that was to be published. */
  readonly project?: string;
}

/** Why an index may have refused, as data. */
export interface RefusalExplanation {
  /** `GitHub`, `GitLab`, `Google`; `undefined` when the issuer is of no known kind. */
  readonly kind: string | undefined;
  readonly issuer: string;
  /** By exactly these values the index looks for a publisher. */
  readonly lookedUp: readonly LookedUpValue[];
  /** Where the token differs from the expected publisher; empty when none was given. */
  readonly differences: readonly Mismatch[];
  /** What the index refuses whatever publisher is registered. */
  readonly problems: readonly TokenProblem[];
  /** Where the publisher can be added, with the form filled in. PyPI and TestPyPI only. */
  readonly settingsUrl: URL | undefined;
}

/** Explains a refused exchange from the claims of the token alone. */
export function explainRefusal({ claims, expected, uploadUrl, project }: RefusedExchange): RefusalExplanation {
  const issuer = typeof claims['iss'] === 'string' ? claims['iss'] : '';
  const token: TokenClaims = { issuer, claims };
  const knowledge = knowledgeOf(token);
  return {
    kind: knowledge?.kind,
    issuer,
    lookedUp: knowledge?.lookedUpValues(token) ?? [],
    differences: expected === undefined ? [] : differencesFrom(expected, token, knowledge),
    problems: identityProblems(token),
    settingsUrl: settingsUrl(knowledge?.settingsFields(token), uploadUrl, project),
  };
}

function differencesFrom(expected: Publisher, token: TokenClaims, knowledge: ProviderKnowledge | undefined): readonly Mismatch[] {
  if (knowledge?.kind === expected.kind) return knowledge.tokenMismatches(expected, token);
  return [{ code: 'PUBLISHER_KIND', subject: 'kind of publisher', expected: expected.kind, actual: knowledge?.kind ?? token.issuer }];
}

/** Both forms of PyPI, the one of a project and the one for projects to come, take their values from the query. */
function settingsUrl(fields: Readonly<Record<string, string>> | undefined, uploadUrl: URL | undefined, project: string | undefined): URL | undefined {
  const site = siteOf(uploadUrl);
  if (site === undefined || fields === undefined) return undefined;
  const page = project === undefined ? '/manage/account/publishing/' : `/manage/project/${encodeURIComponent(project)}/settings/publishing/`;
  const url = new URL(page, site);
  for (const [name, value] of Object.entries(fields)) if (value !== '') url.searchParams.set(name, value);
  return url;
}

function siteOf(uploadUrl: URL | undefined): string | undefined {
  if (uploadUrl === undefined || uploadUrl.hostname === 'upload.pypi.org' || uploadUrl.hostname === 'pypi.org') return 'https://pypi.org';
  return uploadUrl.hostname === 'test.pypi.org' ? 'https://test.pypi.org' : undefined;
}
