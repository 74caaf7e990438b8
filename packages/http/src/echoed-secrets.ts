import type { HttpRequest } from '@ropewalk/core';

// Shorter ones are no secrets, and would be found everywhere.
const shortest = 4;

// Most queries hold plain words, such as an audience.
const shortestInQuery = 12;

/**
 * What a request holds that may be secret, in the forms in which a server may repeat it: the whole of an `Authorization`
 * header, a name's password, the values of the address's query, each as it stands in JSON and in URLs. The longest come first.
 */
export function secretsIn({ url, headers }: Pick<HttpRequest, 'url' | 'headers'>): readonly string[] {
  const inQuery = [...url.searchParams.values()].filter((value) => value.length >= shortestInQuery);
  const parts = [...authorizationParts(headers?.['authorization']), ...inQuery];
  const forms = parts.flatMap((part) => [part, JSON.stringify(part).slice(1, -1), encodeURIComponent(part)]);
  return [...new Set(forms)].filter((form) => form.length >= shortest).sort((a, b) => b.length - a.length);
}

/** The text with `[hidden]` for each of the secrets. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '[hidden]'), text);
}

/** The value with the same done to each of its texts: JSON can write a secret in ways that show only when it is read. */
export function withoutSecretsInside(value: unknown, secrets: readonly string[]): unknown {
  if (secrets.length === 0) return value;
  if (typeof value === 'string') return withoutSecrets(value, secrets);
  if (Array.isArray(value)) return value.map((item) => withoutSecretsInside(item, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [withoutSecrets(name, secrets), withoutSecretsInside(member, secrets)]));
}

function authorizationParts(value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  const [, scheme = '', credential = ''] = /^(\S+)\s+(.+)$/.exec(value.trim()) ?? ['', '', value];
  return scheme.toLowerCase() === 'basic' ? basicParts(credential) : [credential];
}

function basicParts(credential: string): readonly string[] {
  const decoded = Buffer.from(credential, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return [credential.replace(/=+$/, ''), ...(colon < 0 ? [] : [decoded.slice(colon + 1)])];
}
