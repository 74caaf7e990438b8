import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { overridden, type Claims } from './claims.ts';
import { githubClaims } from './github-claims.ts';
import { createGithubJobs } from './github-job.ts';
import { gitlabClaims } from './gitlab-claims.ts';
import { startGitlabJob } from './gitlab-job.ts';
import { googleClaims } from './google-claims.ts';
import { googleMachine } from './google-machine.ts';
import { createIssuer } from './issuer.ts';
import { issuerRoutes, keySetUrl } from './issuer-routes.ts';
import type { JobEnvironment } from './job-environment.ts';
import { listen, type Listener } from './listen.ts';

/** The CI systems that are played here. */
export type LocalCiProvider = 'github' | 'gitlab' | 'google';

/** What {@link startLocalCi} can be told. */
export interface LocalCiOptions {
  /** The name of GitHub's issuer. Default github.com's; a GitHub Enterprise Server's is `https://HOST/_services/token`. */
  readonly githubIssuer?: string;
  /** The name of GitLab's issuer. Default `https://gitlab.com`; a self-managed instance's is its own address. */
  readonly gitlabIssuer?: string;
  /** Default the real clock. */
  readonly now?: () => Date;
}

/** A job that has begun. */
export interface LocalJob {
  /** What the job finds in its environment. Holds secrets, though worthless ones. */
  readonly env: JobEnvironment;
}

/** CI systems on loopback. */
export interface LocalCi {
  readonly url: URL;
  /** From the issuers' names, as in the tokens, to their key sets on loopback. */
  readonly issuers: ReadonlyMap<string, URL>;
  /** Begins a job of GitHub Actions. */
  github(claims?: Claims): LocalJob;
  /** Begins a job of GitLab CI that declares `id_tokens` for `audiences`. Default `sigstore` and `pypi`. */
  gitlab(options?: { readonly audiences?: readonly string[]; readonly claims?: Claims }): Promise<LocalJob>;
  /**
   * Starts a machine of Google's with a metadata server.
   *
   * @param options - `actAs`: the account to act as instead of the machine's own.
   */
  google(options?: { readonly claims?: Claims; readonly actAs?: string }): Promise<LocalJob>;
  /** Signs a token with any claims, also such as no CI system would. */
  issueToken(provider: LocalCiProvider, options: { readonly audience: string; readonly claims?: Claims }): Promise<string>;
  close(): Promise<void>;
}

/** Starts the token endpoints and issuers of GitHub Actions, GitLab CI and Google on loopback, with keys made for this run. */
export async function startLocalCi(options: LocalCiOptions = {}): Promise<LocalCi> {
  const { now = (): Date => new Date() } = options;
  const issuers = {
    github: createIssuer(options.githubIssuer ?? 'https://token.actions.githubusercontent.com'),
    gitlab: createIssuer(options.gitlabIssuer ?? 'https://gitlab.com'),
    google: createIssuer('https://accounts.google.com'),
  };
  const issue = (provider: LocalCiProvider) => (audience: string, asked: Claims) => {
    const lifetime = usualLifetime(provider, Math.floor(now().getTime() / 1000));
    return issuers[provider].sign(overridden({ iss: issuers[provider].name, aud: audience, ...lifetime, ...usualClaims(provider, asked, issuers[provider].name) }, asked));
  };

  const jobs = createGithubJobs(issue('github'));
  const application = new Hono();
  const baseOf = (provider: LocalCiProvider): URL => new URL(`issuers/${provider}/`, main.url);
  for (const provider of ['github', 'gitlab', 'google'] as const) {
    application.route(`/issuers/${provider}`, issuerRoutes(issuers[provider], () => baseOf(provider)));
  }
  application.route('/github', jobs.routes);
  const main: Listener = await listen(application);
  const listeners = [main];

  return {
    url: main.url,
    issuers: new Map((['github', 'gitlab', 'google'] as const).map((provider) => [issuers[provider].name, keySetUrl(baseOf(provider))])),
    github: (claims = {}) => ({ env: jobs.start(claims, new URL('github/', main.url)) }),
    async gitlab({ audiences = ['sigstore', 'pypi'], claims = {} } = {}) {
      return { env: await startGitlabJob(audiences, claims, { name: issuers.gitlab.name, issue: issue('gitlab') }) };
    },
    async google({ claims = {}, actAs } = {}) {
      const machine = await listen(googleMachine({ claims, mayActAs: actAs === undefined ? [] : [actAs], issue: issue('google') }));
      listeners.push(machine);
      return {
        env: {
          GCE_METADATA_HOST: machine.url.host,
          CLOUDSDK_API_ENDPOINT_OVERRIDES_IAMCREDENTIALS: machine.url.href,
          ...(actAs === undefined ? {} : { GOOGLE_SERVICE_ACCOUNT_NAME: actAs }),
        },
      };
    },
    issueToken: (provider, { audience, claims = {} }) => issue(provider)(audience, claims),
    async close() {
      await Promise.all(listeners.map((listener) => listener.close()));
    },
  };
}

function usualClaims(provider: LocalCiProvider, asked: Claims, issuer: string): Claims {
  if (provider === 'github') return githubClaims(asked);
  if (provider === 'gitlab') return gitlabClaims(asked, issuer);
  return googleClaims(asked);
}

/** As long as real tokens live, and with the tolerance they begin with. Google's have neither `jti` nor `nbf`. */
function usualLifetime(provider: LocalCiProvider, seconds: number): Claims {
  if (provider === 'google') return { iat: seconds, exp: seconds + 3600 };
  if (provider === 'gitlab') return { jti: randomUUID(), iat: seconds, nbf: seconds - 5, exp: seconds + 3600 };
  return { jti: randomUUID(), iat: seconds, nbf: seconds - 600, exp: seconds + 300 };
}
