// Shorter ones are no secrets, and would be found everywhere.
const shortest = 4;

/**
 * What an `Authorization` header holds, in the forms in which a server may repeat it: the whole of it, a name's
 * password, and both as they stand in JSON and in URLs. The longest come first.
 */
export function secretsIn(headers: Readonly<Record<string, string>> | undefined): readonly string[] {
  const value = headers?.['authorization'];
  if (value === undefined) return [];
  const [, scheme = '', credential = ''] = /^(\S+)\s+(.+)$/.exec(value.trim()) ?? ['', '', value];
  const parts = scheme.toLowerCase() === 'basic' ? basicParts(credential) : [credential];
  const forms = parts.flatMap((part) => [part, JSON.stringify(part).slice(1, -1), encodeURIComponent(part)]);
  return [...new Set(forms)].filter((form) => form.length >= shortest).sort((a, b) => b.length - a.length);
}

/** The text with `[hidden]` for each of the secrets. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '[hidden]'), text);
}

function basicParts(credential: string): readonly string[] {
  const decoded = Buffer.from(credential, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return [credential.replace(/=+$/, ''), ...(colon < 0 ? [] : [decoded.slice(colon + 1)])];
}
