/** The kinds of publisher that PyPI knows, under the names its texts use. */
export type IssuerService = 'github' | 'gitlab' | 'google' | 'activestate';

/** PyPI's own issuers. GitLab's may be joined by others that an organisation registers. */
export const canonicalIssuers: ReadonlyMap<string, IssuerService> = new Map([
  ['https://token.actions.githubusercontent.com', 'github'],
  ['https://gitlab.com', 'gitlab'],
  ['https://accounts.google.com', 'google'],
  ['https://platform.activestate.com/api/v1/oauth/oidc', 'activestate'],
]);

/** The issuer that tokens of this kind come from. */
export function canonicalIssuerOf(service: IssuerService): string {
  const found = [...canonicalIssuers].find(([, name]) => name === service);
  return found?.[0] ?? '';
}
