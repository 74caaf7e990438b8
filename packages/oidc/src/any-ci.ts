import { firstOf, type HttpClient, type IdentityProvider } from '@ropewalk/core';
import { cloudBuildIdentity } from '@ropewalk/oidc-cloud-build';
import { githubIdentity } from '@ropewalk/oidc-github';
import { gitlabIdentity } from '@ropewalk/oidc-gitlab';
import { lazyHttpClient } from './lazy-http-client.ts';

/** What {@link anyCi} can be told. */
export interface AnyCiOptions {
  /** Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: the client of `@ropewalk/http`, made at the first request. */
  readonly http?: HttpClient;
  /** Whether the Google account of this machine may be used. Default `false`: see `@ropewalk/oidc-cloud-build`. */
  readonly allowGoogle?: boolean;
  /** Every audience this release will need, where a CI must be told of them beforehand: see `@ropewalk/oidc-gitlab`. */
  readonly audiences?: readonly string[];
}

/** The identity of whatever CI this process runs in: GitHub Actions, GitLab CI, Google Cloud, asked in this order. */
export function anyCi(options: AnyCiOptions = {}): IdentityProvider {
  return { ...firstOf(...ciProviders(options)), name: 'any-ci' };
}

/** The providers that {@link anyCi} asks, for programs that let their users choose one by name. */
export function ciProviders(options: AnyCiOptions = {}): readonly IdentityProvider[] {
  const { env = process.env, http = lazyHttpClient(env), allowGoogle = false, audiences } = options;
  return [
    githubIdentity({ env, http }),
    gitlabIdentity({ env, ...(audiences === undefined ? {} : { audiences }) }),
    cloudBuildIdentity({ env, http, allowed: allowGoogle }),
  ];
}
