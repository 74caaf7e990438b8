import { IdentityError, isCodedError, parseIdentityToken, type IdentityProvider, type IdentityToken } from '@ropewalk/core';
import { readFile } from 'node:fs/promises';

/** Where {@link tokenFileIdentity} reads. */
export interface TokenFileIdentityOptions {
  /** Files of one JWT each, one for every audience. */
  readonly files: readonly string[];
}

/**
 * An identity whose tokens lie in files, such as Kubernetes puts them there. They are read anew for each request, so that
 * whoever renews them may do so.
 *
 * @throws IdentityError, from `requestToken`: `IDENTITY_REQUEST_FAILED` when a file cannot be read,
 *   `IDENTITY_TOKEN_MISMATCH` when none is for the audience, `IDENTITY_TOKEN_MALFORMED`
 */
export function tokenFileIdentity({ files }: TokenFileIdentityOptions): IdentityProvider {
  return {
    name: 'token-file',
    async detect() {
      if (files.length === 0) return undefined;
      return { provider: 'token-file', requestToken: (audience) => tokenFrom(files, audience) };
    },
  };
}

async function tokenFrom(files: readonly string[], audience: string): Promise<IdentityToken> {
  for (const file of files) {
    const token = tokenFor(await textOf(file), audience);
    if (token !== undefined) return token;
  }
  throw new IdentityError({
    code: 'IDENTITY_TOKEN_MISMATCH',
    message: `No identity token for the audience ${JSON.stringify(audience)} is in ${files.join(', ')}.`,
    remedy: 'Give one file for every audience of the release: `sigstore`, and the one of the index. The claim `aud` must be this one string.',
  });
}

function tokenFor(jwt: string, audience: string): IdentityToken | undefined {
  try {
    return parseIdentityToken(jwt, audience);
  } catch (error) {
    if (isCodedError(error) && error.code === 'IDENTITY_TOKEN_MISMATCH') return undefined;
    throw error;
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new IdentityError({
      code: 'IDENTITY_REQUEST_FAILED',
      message: `The identity token in ${file} cannot be read.`,
      remedy: 'Check the path and its permissions.',
      cause: error,
    });
  }
}
