import type { CredentialRequest } from './credential-request.ts';
import { findServerFor } from './pypirc.ts';
import { wellKnownIndexOf } from './well-known-index.ts';

/** The username that goes with an API token. */
export const tokenUser = '__token__';

/**
 * The username to look up a stored secret for. As twine: PyPI takes only one name, and a section may have a name without a
 * password.
 *
 * @param username - The one that options or environment ask for.
 */
export async function usernameFor(request: CredentialRequest, username: string | undefined): Promise<string | undefined> {
  if (username !== undefined) return username;
  if (wellKnownIndexOf(request.repositoryUrl) !== undefined) return tokenUser;
  const pypirc = await request.pypirc?.();
  return pypirc === undefined ? undefined : findServerFor(pypirc, request.repositoryUrl)?.username;
}
