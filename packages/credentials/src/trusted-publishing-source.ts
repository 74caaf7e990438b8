import { mintedCredential } from './credential.ts';
import type { CredentialRequest } from './credential-request.ts';
import type { CredentialSource } from './source.ts';

/** The identity of the CI, where there is one. Finding out spends no token. */
export function trustedPublishingSource(request: CredentialRequest, username: string | undefined): CredentialSource {
  return {
    name: 'trusted publishing',
    async look() {
      const { tokenSource } = request;
      if (tokenSource === undefined) return { status: 'none' };
      if (username !== undefined && username !== '__token__') return { status: 'ignored', reason: 'a username was given' };
      const tokens = typeof tokenSource === 'function' ? await tokenSource() : tokenSource;
      if (tokens === undefined) return { status: 'none' };
      return {
        status: 'found',
        credential: mintedCredential({ source: 'trusted publishing', origin: request.repositoryUrl.origin }, tokens),
      };
    },
  };
}
