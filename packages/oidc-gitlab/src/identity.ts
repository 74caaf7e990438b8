import { parseIdentityToken, type Identity, type IdentityProvider } from '@ropewalk/core';
import { idTokensMissing } from './id-tokens-missing.ts';
import { variableFor } from './variable-for.ts';

/** What {@link gitlabIdentity} can be told. */
export interface GitlabIdentityOptions {
  /** Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /**
   * Every audience this release will need: `detect` fails when one is missing, before anything is signed. Default: any one
   * token is enough for `detect`, and the advice names `sigstore` and `pypi`.
   */
  readonly audiences?: readonly string[];
}

/**
 * The identity of a GitLab CI job, on gitlab.com or a self-managed instance.
 *
 * GitLab makes the tokens before the job starts, one variable for each audience, declared under `id_tokens`. They cannot
 * be renewed in the job, and an index accepts each for one exchange: `requestToken` returns the same token every time.
 *
 * `detect` answers `undefined` outside GitLab CI, and throws `IDENTITY_PERMISSION_MISSING` when the job declares no tokens
 * at all, or not all of `audiences`; `requestToken` throws it when the one for its audience is missing.
 */
export function gitlabIdentity(options: GitlabIdentityOptions = {}): IdentityProvider {
  const { env = process.env, audiences = ['sigstore', 'pypi'] } = options;
  return {
    name: 'gitlab',
    async detect(): Promise<Identity | undefined> {
      if (!env['GITLAB_CI']) return undefined;
      if (!Object.entries(env).some(([name, value]) => name.endsWith('_ID_TOKEN') && value)) throw idTokensMissing(audiences);
      const missing = options.audiences?.find((audience) => !env[variableFor(audience)]);
      if (missing !== undefined) throw idTokensMissing(audiences, missing);
      return {
        provider: 'gitlab',
        async requestToken(audience) {
          const token = env[variableFor(audience)];
          if (!token) throw idTokensMissing([...new Set([...audiences, audience])], audience);
          return parseIdentityToken(token, audience);
        },
      };
    },
  };
}
