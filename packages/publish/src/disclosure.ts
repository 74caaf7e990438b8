import type { IdentityToken, PublisherKind } from '@ropewalk/core';
import { kindOfToken } from '@ropewalk/oidc/publisher';
import { PublishError } from './publish-error.ts';

/**
 * Refuses to sign into the public log as somebody whose name is not public already: what enters it stays for ever.
 *
 * @throws {@link PublishError} `IDENTITY_NOT_PUBLIC` when the token says so, or when its kind of token should say and does not.
 */
export function forbidDisclosure(token: IdentityToken, kinds: readonly PublisherKind[], allowPublicLog: boolean): void {
  const visibility = kindOfToken(token, kinds)?.visibility(token) ?? 'none';
  if (allowPublicLog || visibility === 'public' || visibility === 'none') return;
  throw new PublishError({
    code: 'IDENTITY_NOT_PUBLIC',
    message:
      visibility === 'private'
        ? 'The repository of this identity is not public, and signing would publish its name, its workflow and this commit for ever.'
        : 'The identity token does not say whether its repository is public, and signing would publish its name for ever.',
    remedy: 'If that is wanted, say so with --allow-public-log (allowPublicLog); otherwise publish without attestations, with a token.',
  });
}

/** The names that a signature by this token puts into the log, where they stay for ever. Beside them, workflow and commit are written there. */
export function namesForEver(token: IdentityToken, publisher: string | undefined): readonly string[] {
  const { email, sub } = token.claims;
  const names = [publisher ?? sub, email].filter((name) => typeof name === 'string' && name !== '');
  return [...new Set(names.map(String))].filter((name, _, all) => !all.some((other) => other !== name && other.includes(name)));
}
