import { CredentialError } from './credential-error.ts';
import { readPyPIToken, type PyPITokenFacts } from './pypi-token.ts';
import { forbidOtherProjects } from './token-projects.ts';
import { wellKnownIndexOf } from './well-known-index.ts';

/** A username and secret that some source has, not checked yet. */
export interface FoundSecret {
  readonly source: string;
  readonly username: string;
  readonly secret: string;
}

/**
 * Refuses a secret that cannot be right for an index, before anything is uploaded: a PyPI token of another index, one
 * that was cut off or has expired, one for other projects, a password where only tokens are taken, a line break in it.
 *
 * @param projects - Normalised names of what is uploaded, as far as known.
 * @returns The secret without surrounding blanks (as PyPI reads it), and when it ends.
 * @throws {@link CredentialError} `CREDENTIAL_FOR_OTHER_INDEX`, `CREDENTIAL_FOR_OTHER_PROJECT`, `CREDENTIAL_UNUSABLE`
 */
export function checkSecret(found: FoundSecret, repositoryUrl: URL, now: Date, projects: readonly string[] = []): { secret: string; expiresAt: Date | undefined } {
  const secret = found.username === '__token__' ? found.secret.trim() : found.secret;
  if (/[\u0000-\u001f\u007f]/.test(secret)) {
    throw unusable(`The secret from ${found.source} holds control characters, such as a line break`, 'Copy it again, in one line.');
  }
  if (secret === '') throw unusable(`The secret from ${found.source} is empty`, 'Set it, or unset the variable or option to use another source.');

  const facts = readPyPIToken(secret);
  const maker = (facts ?? tokenWithin(secret))?.index;
  if (maker !== undefined && !belongsTo(maker, repositoryUrl)) {
    throw new CredentialError({
      code: 'CREDENTIAL_FOR_OTHER_INDEX',
      message: `The token from ${found.source} was made by ${shownIndex(maker)} and was not sent to ${repositoryUrl.host}.`,
      remedy: `Use a token made by ${repositoryUrl.host}, or upload to ${shownIndex(maker)}.`,
    });
  }
  if (facts?.isComplete === false) throw unusable(`The token from ${found.source} is not complete: it breaks off`, 'Copy the whole token.');
  if (facts?.expiresAt !== undefined && facts.expiresAt <= now) {
    throw unusable(`The token from ${found.source} expired at ${facts.expiresAt.toISOString()}`, 'Make a new token on the index.');
  }
  forbidOtherProjects(found.source, facts, projects);
  const index = wellKnownIndexOf(repositoryUrl);
  if (index !== undefined && found.username !== '__token__') {
    throw unusable(`${repositoryUrl.host} takes no username and password, but ${found.source} gives one`, 'Use an API token with the username __token__, or trusted publishing.');
  }
  if (index !== undefined && facts === undefined) {
    throw unusable(`The token from ${found.source} is not one of ${index.tokenLocation}: those begin with pypi- and hold the name of the index`, 'Copy the whole token, with its beginning.');
  }
  return { secret, expiresAt: facts?.expiresAt };
}

// In quotes, with something before it or without its beginning a token is no use, but who reads it can mend it.
function tokenWithin(secret: string): PyPITokenFacts | undefined {
  const facts = readPyPIToken(`pypi-${/Ag[\w-]{16,}/.exec(secret)?.[0] ?? ''}`);
  return facts !== undefined && /^[\w-]+(?:\.[\w-]+)+$/.test(facts.index) ? facts : undefined;
}

function belongsTo(location: string, url: URL): boolean {
  const index = wellKnownIndexOf(url);
  if (index !== undefined) return location === index.tokenLocation;
  return location === url.hostname || location === url.host || location === url.origin;
}

// The name comes out of the token, so it is shown only if it looks like a host.
function shownIndex(location: string): string {
  return /^[\w.:/-]{1,100}$/.test(location) ? location : 'another index';
}

function unusable(reason: string, remedy: string): CredentialError {
  return new CredentialError({ code: 'CREDENTIAL_UNUSABLE', message: `${reason}.`, remedy });
}
