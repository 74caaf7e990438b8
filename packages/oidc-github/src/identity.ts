import type { HttpClient, Identity, IdentityProvider } from '@ropewalk/core';
import { eventProblem } from './event-problem.ts';
import { permissionMissing } from './permission-missing.ts';
import { requestToken } from './request-token.ts';

/** What {@link githubIdentity} needs. */
export interface GithubIdentityOptions {
  /** Asks GitHub for the tokens. */
  readonly http: HttpClient;
  /** Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * The identity of a GitHub Actions job, on github.com or a GitHub Enterprise Server.
 *
 * `detect` answers `undefined` outside GitHub Actions, and throws `IDENTITY_UNUSABLE` in a run that no index accepts (a
 * pull request from a fork, `pull_request_target`) or `IDENTITY_PERMISSION_MISSING` when the job may not request tokens.
 */
export function githubIdentity(options: GithubIdentityOptions): IdentityProvider {
  const { http, env = process.env } = options;
  return {
    name: 'github',
    async detect(): Promise<Identity | undefined> {
      if (!env['GITHUB_ACTIONS'] || isImitation(env)) return undefined;
      const problem = await eventProblem(env);
      if (problem !== undefined) throw problem;
      const endpoint = env['ACTIONS_ID_TOKEN_REQUEST_URL'];
      const secret = env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
      if (!endpoint || !secret) throw permissionMissing();
      return {
        provider: 'github',
        requestToken: (audience, { signal } = {}) =>
          requestToken({ http, endpoint, secret, audience, ...(signal === undefined ? {} : { signal }) }),
      };
    },
  };
}

/** Gitea and Forgejo call themselves GitHub Actions. Without a token endpoint they are not: no permission would help there. */
function isImitation(env: Readonly<Record<string, string | undefined>>): boolean {
  return Boolean(env['GITEA_ACTIONS'] || env['FORGEJO_ACTIONS']) && !env['ACTIONS_ID_TOKEN_REQUEST_URL'];
}
