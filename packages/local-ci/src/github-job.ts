import { randomBytes, randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { textOf, type Claims } from './claims.ts';
import { githubClaims } from './github-claims.ts';
import type { JobEnvironment } from './job-environment.ts';

/** Jobs of GitHub Actions, and the endpoint that gives them their tokens. */
export interface GithubJobs {
  readonly routes: Hono;
  /** Begins a job. */
  start(claims: Claims, base: URL): JobEnvironment;
}

/** Makes the endpoint behind `ACTIONS_ID_TOKEN_REQUEST_URL`. It knows only jobs it started, each by its own bearer token. */
export function createGithubJobs(issue: (audience: string, claims: Claims) => Promise<string>): GithubJobs {
  const jobs = new Map<string, { readonly secret: string; readonly claims: Claims }>();
  const routes = new Hono();
  routes.get('/idtoken/:job', async (context) => {
    const job = jobs.get(context.req.param('job'));
    const [scheme, secret] = (context.req.header('authorization') ?? '').split(' ');
    if (job === undefined || scheme?.toLowerCase() !== 'bearer' || secret !== job.secret) {
      return context.json({ message: 'Unauthorized' }, 401);
    }
    if (context.req.query('api-version') === undefined) return context.json({ message: 'No API version was given.' }, 400);
    const owner = textOf(githubClaims(job.claims), 'repository_owner', '');
    const value = await issue(context.req.query('audience') ?? `https://github.com/${owner}`, job.claims);
    return context.json({ count: value.length, value });
  });
  return {
    routes,
    start(claims, base) {
      const [id, secret] = [randomUUID(), randomBytes(32).toString('base64url')];
      jobs.set(id, { secret, claims });
      return {
        ...describedBy(githubClaims(claims)),
        // A query of its own, as the real address has: the audience must be added to it, not put in its place.
        ACTIONS_ID_TOKEN_REQUEST_URL: new URL(`idtoken/${id}?api-version=2.0`, base).href,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: secret,
      };
    },
  };
}

function describedBy(claims: Claims): JobEnvironment {
  const ref = textOf(claims, 'ref', '');
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_REPOSITORY: textOf(claims, 'repository', ''),
    GITHUB_REPOSITORY_ID: textOf(claims, 'repository_id', ''),
    GITHUB_REPOSITORY_OWNER: textOf(claims, 'repository_owner', ''),
    GITHUB_REPOSITORY_OWNER_ID: textOf(claims, 'repository_owner_id', ''),
    GITHUB_REF: ref,
    GITHUB_REF_NAME: ref.replace(/^refs\/(?:tags|heads)\//, ''),
    GITHUB_REF_TYPE: textOf(claims, 'ref_type', ''),
    GITHUB_SHA: textOf(claims, 'sha', ''),
    GITHUB_WORKFLOW: textOf(claims, 'workflow', ''),
    GITHUB_WORKFLOW_REF: textOf(claims, 'workflow_ref', ''),
    GITHUB_WORKFLOW_SHA: textOf(claims, 'workflow_sha', ''),
    GITHUB_EVENT_NAME: textOf(claims, 'event_name', ''),
    GITHUB_RUN_ID: textOf(claims, 'run_id', ''),
    GITHUB_RUN_NUMBER: textOf(claims, 'run_number', ''),
    GITHUB_RUN_ATTEMPT: textOf(claims, 'run_attempt', ''),
    GITHUB_ACTOR: textOf(claims, 'actor', ''),
    GITHUB_ACTOR_ID: textOf(claims, 'actor_id', ''),
    RUNNER_ENVIRONMENT: textOf(claims, 'runner_environment', ''),
  };
}
