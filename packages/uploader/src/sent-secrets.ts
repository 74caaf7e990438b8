import { secretsIn } from '@ropewalk/http';

/**
 * What was sent with a request, to these addresses in turn, and may be secret. The client takes it out of an answer as that
 * was written; here it is about what shows only when HTML and JSON are read: `&quot;`, `\u0022`.
 */
export function sentSecrets(urls: readonly URL[], authorization: string | undefined): readonly string[] {
  const headers = authorization === undefined ? {} : { authorization };
  const secrets = urls.flatMap((url) => secretsIn({ url, headers }));
  return [...new Set(secrets)].sort((one, other) => other.length - one.length);
}
