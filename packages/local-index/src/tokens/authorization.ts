import { forbidden } from '../answers/refusal.ts';
import { helpLink } from '../answers/help-links.ts';

/** What an `Authorization` header holds. */
export type Credentials =
  | { readonly type: 'token'; readonly token: string }
  | { readonly type: 'password'; readonly username: string; readonly password: string };

/** Reads an `Authorization` header: Basic, or PyPI's `token` and `bearer`. `undefined` when there is none to read. */
export function parseAuthorization(header: string | undefined): Credentials | undefined {
  const [, scheme = '', rest = ''] = /^(\S+) (.*)$/s.exec(header ?? '') ?? [];
  switch (scheme.toLowerCase()) {
    case 'basic':
      return parseBasic(rest);
    case 'token':
    case 'bearer':
      return { type: 'token', token: rest.trim() };
    default:
      return undefined;
  }
}

/**
 * The token of a request to PyPI.
 *
 * @throws {@link Refusal} 403 for a user name other than `__token__`.
 */
export function pypiToken(header: string | undefined): string | undefined {
  const credentials = parseAuthorization(header);
  if (credentials === undefined || credentials.type === 'token') return credentials?.token;
  if (credentials.username === '__token__') return credentials.password.trim();
  throw forbidden(
    'Username/Password authentication is no longer supported. Migrate to API Tokens or Trusted Publishers instead. ' +
      `See ${helpLink('apitoken')} and ${helpLink('trusted-publishers')}`,
  );
}

function parseBasic(encoded: string): Credentials | undefined {
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon < 0) return undefined;
  return { type: 'password', username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}
