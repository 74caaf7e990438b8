import { parseIdentityToken, type HttpClient, type IdentityToken } from '@ropewalk/core';
import { ask, askMetadataServer, failed } from './metadata-server.ts';

interface TokenRequest {
  readonly http: HttpClient;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** E-mail address of the account to act as. */
  readonly account: string;
  readonly audience: string;
  readonly signal?: AbortSignal;
}

/**
 * Asks for a token of another account, which this machine's own account may act as.
 *
 * @see https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateIdToken
 */
export async function impersonatedToken(request: TokenRequest): Promise<IdentityToken> {
  const { http, account, audience, signal } = request;
  const url = addressFor(request);
  const accessToken = await accessTokenOf(request);
  const response = await ask(http, {
    url,
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ audience, includeEmail: true }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (response.status === 403) {
    throw failed(
      `This machine's service account may not act as ${account}.`,
      `Grant it the role "Service Account OpenID Connect Identity Token Creator" (roles/iam.serviceAccountOpenIdTokenCreator) on ${account}.`,
    );
  }
  if (response.status !== 200) {
    throw failed(`${url.host} answered ${response.status} when asked for a token of ${account}.`, 'Check GOOGLE_SERVICE_ACCOUNT_NAME: it must be the e-mail address of an existing account.');
  }
  return parseIdentityToken(stringIn(response.json(), 'token'), audience);
}

function addressFor({ env, account }: TokenRequest): URL {
  if (!/^[\w.+@-]+$/.test(account)) {
    throw failed('The variable GOOGLE_SERVICE_ACCOUNT_NAME holds no account.', 'Set it to the e-mail address of the service account.');
  }
  const base = env['CLOUDSDK_API_ENDPOINT_OVERRIDES_IAMCREDENTIALS'] || 'https://iamcredentials.googleapis.com/';
  const url = URL.parse(`v1/projects/-/serviceAccounts/${account}:generateIdToken`, base);
  if (url === null) throw failed('The variable CLOUDSDK_API_ENDPOINT_OVERRIDES_IAMCREDENTIALS holds no address.', 'Unset it, or give an https address.');
  return url;
}

async function accessTokenOf({ http, env, signal }: TokenRequest): Promise<string> {
  const response = await askMetadataServer({
    http,
    env,
    path: 'token',
    query: { scopes: 'https://www.googleapis.com/auth/cloud-platform' },
    ...(signal === undefined ? {} : { signal }),
  });
  return stringIn(response.json(), 'access_token');
}

function stringIn(answer: unknown, name: string): string {
  const value = typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>)[name] : undefined;
  if (typeof value === 'string' && value !== '') return value;
  throw failed(`Google answered without ${name === 'token' ? 'an identity token' : 'an access token'}.`, 'Run the build again.');
}
