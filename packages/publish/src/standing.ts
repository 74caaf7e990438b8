import { IdentityError, type HttpClient, type Identity } from '@ropewalk/core';
import { findCredential, mintedCredential, type Credential } from '@ropewalk/credentials';
import { createUploadTokenSource } from '@ropewalk/trusted-publishing';
import { maskedIdentity, maskedTokens } from './masked.ts';
import type { PublishOptions } from './publish-options.ts';
import type { PublishSettings } from './settings.ts';

/** As whom a release is published: with a secret somebody gave, or as an identity that signs and uploads. */
export type Standing =
  | { readonly kind: 'given'; readonly credential: Credential }
  | { readonly kind: 'identity'; readonly identity: Identity };

/**
 * Finds out as whom. A given token wins: no identity is then looked for.
 *
 * @throws {@link IdentityError} `IDENTITY_NOT_FOUND` when there is neither; `CredentialError`.
 */
export async function findStanding({ addressed }: PublishSettings, options: PublishOptions): Promise<Standing> {
  const { token, env, identity: provider, now, signal } = options;
  const credential = await findCredential({
    repositoryUrl: addressed,
    ...(token === undefined ? {} : { token }),
    ...(env === undefined ? {} : { env }),
    ...(now === undefined ? {} : { now }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (credential !== undefined) return { kind: 'given', credential };
  const identity = await provider?.detect(signal === undefined ? {} : { signal });
  if (identity !== undefined) return { kind: 'identity', identity: maskedIdentity(identity, options.maskSecret) };
  throw new IdentityError({
    code: 'IDENTITY_NOT_FOUND',
    message: `There is no token for ${addressed.host}, and this process runs in no CI that vouches for it.`,
    remedy: 'Run in a CI job that may request identity tokens, or give an upload token (--token, ROPEWALK_TOKEN).',
  });
}

/** The credential to upload with. For an identity the token is minted when it is first needed, and renewed between uploads. */
export function credentialOf(standing: Standing, { repositoryUrl, audience }: PublishSettings, http: HttpClient, options: PublishOptions): Credential {
  if (standing.kind === 'given') return standing.credential;
  const tokens = createUploadTokenSource({
    identity: standing.identity,
    uploadUrl: repositoryUrl,
    http,
    ...(audience === undefined ? {} : { audience }),
    ...(options.now === undefined ? {} : { now: options.now }),
  });
  return mintedCredential({ source: 'trusted publishing', origin: repositoryUrl.origin }, maskedTokens(tokens, options.maskSecret));
}
