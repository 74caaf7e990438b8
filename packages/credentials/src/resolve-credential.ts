import { checkSecret } from './check-secret.ts';
import { fixedCredential, type Credential } from './credential.ts';
import { CredentialError } from './credential-error.ts';
import type { CredentialRequest } from './credential-request.ts';
import { credentialSources } from './credential-sources.ts';
import type { PassedOver, SourceAnswer } from './source.ts';
import { allForOthers } from './token-projects.ts';

/**
 * Finds the credential for an index: from options (a user and password in the URL count), the environment
 * (`ROPEWALK_…`, `TWINE_…`, `UV_PUBLISH_…`), trusted publishing, `.pypirc`, the keyring, netrc, a question. The first
 * source that has one wins, and if what it has cannot be used, that is an error, not a reason to look further.
 *
 * @throws {@link CredentialError} every code; what the token source throws, as it is.
 */
export async function resolveCredential(request: CredentialRequest): Promise<Credential> {
  const credential = await findCredential(request);
  if (credential !== undefined) return credential;
  throw new CredentialError({
    code: 'CREDENTIAL_NOT_FOUND',
    message: `There is no credential for ${request.repositoryUrl.host}.`,
    remedy: 'Give an API token (--token or ROPEWALK_TOKEN), or run where trusted publishing works.',
  });
}

/** As {@link resolveCredential}, but `undefined` when no source has one, not even for other projects. */
export async function findCredential(request: CredentialRequest): Promise<Credential | undefined> {
  const passedOver: PassedOver[] = [];
  for (const source of credentialSources(request)) {
    const answer = await source.look();
    passedOver.push(...(answer.passedOver ?? []));
    if (answer.status === 'found') return usable(answer, request);
  }
  const problem = allForOthers(passedOver, request);
  if (problem !== undefined) throw problem;
  return undefined;
}

/**
 * Makes a credential of what a source has.
 *
 * @throws {@link CredentialError} When it cannot be used for this index.
 */
export function usable(answer: SourceAnswer & { status: 'found' }, request: CredentialRequest): Credential {
  if ('credential' in answer) return answer.credential;
  const { source, username } = answer.secret;
  const { secret, expiresAt } = checkSecret(answer.secret, request.repositoryUrl, request.now?.() ?? new Date(), request.projects);
  const kind = username === '__token__' ? 'token' : 'password';
  return fixedCredential({ source, kind, username, origin: request.repositoryUrl.origin }, secret, expiresAt);
}
