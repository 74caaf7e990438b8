import type { CredentialRequest } from './credential-request.ts';
import { askedUsername, environmentSources, givenOptions, optionSource } from './given-sources.ts';
import { keyringSources } from './keyring-source.ts';
import { pypircSource } from './pypirc-source.ts';
import type { CredentialSource } from './source.ts';
import { netrcSource, promptSource } from './stored-sources.ts';
import { trustedPublishingSource } from './trusted-publishing-source.ts';

/** Every place where a credential may be, the strongest first. */
export function credentialSources(request: CredentialRequest): readonly CredentialSource[] {
  const env = request.env ?? process.env;
  const given = givenOptions(request);
  const username = askedUsername(given, env);
  return [
    optionSource(given),
    ...environmentSources(given, env),
    trustedPublishingSource(request, username),
    pypircSource(request, username),
    ...keyringSources(request, username),
    netrcSource(request, username),
    promptSource(request, username),
  ];
}
