/** What was sent with a request and may be secret, as a person would read it. */
export type SentSecrets = readonly string[];

// Shorter ones are no secrets, and would be found everywhere. Most queries hold plain words.
const shortest = 4;
const shortestInQuery = 12;

/** Finds what may be secret in addresses and an `Authorization` header. */
export function sentSecrets(urls: readonly URL[], authorization: string | undefined): SentSecrets {
  const [, scheme = '', value = ''] = /^(\S+) (.+)$/.exec(authorization ?? '') ?? [];
  const decoded = scheme.toLowerCase() === 'basic' ? Buffer.from(value, 'base64').toString('utf8') : value;
  const ofHeader = [value, decoded.slice(decoded.indexOf(':') + 1)].filter((secret) => secret.length >= shortest);
  const ofQuery = urls.flatMap(({ searchParams }) => [...searchParams.values()]).filter((secret) => secret.length >= shortestInQuery);
  return [...new Set([...ofHeader, ...ofQuery])].sort((one, other) => other.length - one.length);
}

/**
 * Takes out of a text what was sent. The client does so with an answer as it was written; here it is about what shows only
 * when JSON and HTML are read: `&quot;`, `\u0022`.
 */
export function withoutSecrets(text: string, secrets: SentSecrets): string {
  return secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]).reduce((rest, secret) => rest.replaceAll(secret, '[hidden]'), text);
}
