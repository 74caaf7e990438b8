import { IdentityError, isCodedError, type Identity, type PublisherKind } from '@ropewalk/core';
import { findCredential, wellKnownIndexOf, type Credential, type CredentialRequest, type UploadTokenSource } from '@ropewalk/credentials';
import { createUploadTokenSource } from '@ropewalk/trusted-publishing';
import type { KnownDestination } from './destination.ts';
import { rememberedIdentity, type IdentityMemory } from './identity-memory.ts';
import { maskedTokens } from './masked.ts';
import type { PublishOptions } from './publish-options.ts';
import { forbidUnexpected } from './signing-token-check.ts';

/** As whom a release goes to one index. */
export interface Standing {
  readonly destination: KnownDestination;
  /** `undefined`: the index asks for none. */
  readonly credential: Credential | undefined;
  /** The identity behind a minted credential. */
  readonly identity: Identity | undefined;
  /** Why something stronger was passed over, where that is worth saying. */
  readonly note: string | undefined;
}

/** What a credential is looked for with. */
export interface StandingOptions extends PublishOptions {
  /** The normalised names of the projects of the release: a token that is limited to others is not used. Default: not known. */
  readonly projects?: readonly string[];
}

/** Finds, once, who this process is. Spends no token. */
export type FindIdentity = () => Promise<IdentityMemory | undefined>;

/** Who this process may be. */
export interface StandingContext {
  readonly findIdentity: FindIdentity;
  readonly kinds: readonly PublisherKind[];
}

/**
 * Finds out as whom. A given token wins: no identity is then looked for.
 *
 * @throws {@link IdentityError} `IDENTITY_NOT_FOUND` when there is nothing; `CredentialError`.
 */
export async function findStanding(destination: KnownDestination, options: StandingOptions, { findIdentity, kinds }: StandingContext): Promise<Standing> {
  const request = credentialRequest(destination, options);
  const credential = await findCredential({
    ...request,
    tokenSource: async () => {
      const memory = await findIdentity();
      return memory === undefined ? undefined : uploadTokens(memory, destination, options, kinds);
    },
  });
  if (credential?.kind === 'minted') return mintedOrStored(destination, request, credential, (await findIdentity())?.identity);
  if (credential !== undefined || destination.allowsNoCredential) return { destination, credential, identity: undefined, note: undefined };
  const { host } = destination.repositoryUrl;
  throw new IdentityError({
    code: 'IDENTITY_NOT_FOUND',
    message: `There is no token or password for ${host}, and ${options.identity === undefined ? 'no identity was given' : 'this process runs in no CI that vouches for it'}.`,
    remedy: 'Run in a CI job that may request identity tokens, or give a token (--token, ROPEWALK_TOKEN), a user and a password (-u, -p), a section of .pypirc or an entry of the keyring. `ropewalk whoami` shows what each of these has.',
  });
}

/** What `@ropewalk/credentials` has to know for one index. */
export function credentialRequest(destination: Pick<KnownDestination, 'addressed' | 'name' | 'isDefault'>, options: StandingOptions): CredentialRequest {
  const { projects, token, username, password, env, pypirc, keyring, netrc, prompt, now, signal } = options;
  return {
    repositoryUrl: destination.addressed,
    ...(destination.name === undefined || destination.isDefault ? {} : { repository: destination.name }),
    ...(projects === undefined ? {} : { projects }),
    ...(token === undefined ? {} : { token }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(env === undefined ? {} : { env }),
    ...(pypirc === undefined ? {} : { pypirc }),
    ...(keyring === undefined ? {} : { keyring }),
    ...(netrc === undefined ? {} : { netrc }),
    ...(prompt === undefined ? {} : { prompt }),
    ...(now === undefined ? {} : { now }),
    ...(signal === undefined ? {} : { signal }),
  };
}

/**
 * An index that has no trusted publishing must not make a CI identity hide the credential that was stored for it: so where
 * there is one, the exchange is tried first.
 */
async function mintedOrStored(destination: KnownDestination, request: CredentialRequest, minted: Credential, identity: Identity | undefined): Promise<Standing> {
  const byIdentity: Standing = { destination, credential: minted, identity, note: undefined };
  if (wellKnownIndexOf(destination.repositoryUrl) !== undefined) return byIdentity;
  const { prompt: _prompt, ...silent } = request;
  const stored = await findStored(silent);
  if (stored === undefined) return byIdentity;
  try {
    await minted.authorization(destination.repositoryUrl, request.signal === undefined ? {} : { signal: request.signal });
    return byIdentity;
  } catch (error) {
    if (!isCodedError(error) || error.code !== 'TRUSTED_PUBLISHING_NOT_SUPPORTED') throw error;
    return { destination, credential: stored, identity: undefined, note: error.message };
  }
}

async function findStored(request: CredentialRequest): Promise<Credential | undefined> {
  try {
    return await findCredential(request);
  } catch (error) {
    // A token for another project is none for this release.
    if (isCodedError(error) && error.code === 'CREDENTIAL_FOR_OTHER_PROJECT') return undefined;
    throw error;
  }
}

/** Tokens are minted when they are first needed, and renewed between uploads. */
function uploadTokens(memory: IdentityMemory, { repositoryUrl, audience, http }: KnownDestination, options: PublishOptions, kinds: readonly PublisherKind[]): UploadTokenSource {
  const tokens = createUploadTokenSource({
    identity: memory.identity,
    uploadUrl: repositoryUrl,
    http,
    checkToken(token) {
      memory.note(token);
      forbidUnexpected(token, { expectedPublishers: options.expectedPublishers ?? [], kinds });
    },
    ...(audience === undefined ? {} : { audience }),
    ...(options.now === undefined ? {} : { now: options.now }),
  });
  return maskedTokens(tokens, options.maskSecret);
}

/** Makes a {@link FindIdentity} of the options. */
export function identityFinder({ identity: provider, maskSecret, signal }: PublishOptions): FindIdentity {
  let found: Promise<IdentityMemory | undefined> | undefined;
  return () => {
    found ??= (async () => {
      const identity = await provider?.detect(signal === undefined ? {} : { signal });
      return identity === undefined ? undefined : rememberedIdentity(identity, maskSecret);
    })();
    return found;
  };
}
