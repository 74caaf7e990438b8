import { IdentityError, type IdentityProvider } from '@ropewalk/core';
import { ciProviders, type AnyCiOptions } from './any-ci.ts';

/**
 * The provider of this name: `github`, `gitlab` or `google`. Naming `google` allows its account.
 *
 * @throws {@link IdentityError} `IDENTITY_NOT_FOUND` when there is none of this name; its `detect` throws it too, where
 *   {@link anyCi} would go on to the next.
 */
export function namedCi(name: string, options: AnyCiOptions = {}): IdentityProvider {
  const providers = ciProviders({ ...options, allowGoogle: true });
  const provider = providers.find((candidate) => candidate.name === name);
  if (provider === undefined) {
    throw notFound(`There is no identity provider named ${JSON.stringify(name)}.`, `Use one of ${providers.map((candidate) => candidate.name).join(', ')}.`);
  }
  return {
    name,
    async detect(detection) {
      const identity = await provider.detect(detection);
      if (identity !== undefined) return identity;
      throw notFound(`This process does not run where the identity provider ${name} could vouch for it.`, remedies[name] ?? 'Leave the choice of the provider out.');
    },
  };
}

const remedies: Readonly<Record<string, string>> = {
  github: 'Run this in GitHub Actions (GITHUB_ACTIONS is not set), or leave the choice of the provider out.',
  gitlab: 'Run this in GitLab CI (GITLAB_CI is not set), or leave the choice of the provider out.',
  google: 'Run this on Google Cloud. Where the machine does not say that it is one of Google\'s, name its metadata server: GCE_METADATA_HOST=metadata.google.internal.',
};

function notFound(message: string, remedy: string): IdentityError {
  return new IdentityError({ code: 'IDENTITY_NOT_FOUND', message, remedy });
}
