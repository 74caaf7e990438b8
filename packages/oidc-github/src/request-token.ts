import { IdentityError, parseIdentityToken, type HttpClient, type HttpResponse, type IdentityToken } from '@ropewalk/core';

/** One question for a token. */
interface TokenRequest {
  readonly http: HttpClient;
  /** `ACTIONS_ID_TOKEN_REQUEST_URL`; it has a query of its own. */
  readonly endpoint: string;
  /** `ACTIONS_ID_TOKEN_REQUEST_TOKEN`. */
  readonly secret: string;
  readonly audience: string;
  readonly signal?: AbortSignal;
}

/**
 * Asks GitHub for an identity token.
 *
 * @see https://docs.github.com/actions/reference/security/oidc
 */
export async function requestToken({ http, endpoint, secret, audience, signal }: TokenRequest): Promise<IdentityToken> {
  const url = addressFor(endpoint, audience);
  const response = await ask(http, { url, headers: { authorization: `bearer ${secret}`, accept: 'application/json' }, ...(signal === undefined ? {} : { signal }) });
  if (response.status !== 200) {
    throw failed(`GitHub answered ${response.status} when asked for an identity token.`, statusRemedy(response.status));
  }
  return parseIdentityToken(tokenIn(response), audience);
}

async function ask(http: HttpClient, request: Parameters<HttpClient['request']>[0]): Promise<HttpResponse> {
  try {
    return await http.request(request);
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw new IdentityError({
      code: 'IDENTITY_REQUEST_FAILED',
      message: `GitHub at ${request.url.host} gave no identity token: ${error instanceof Error ? error.message : 'no answer'}`,
      remedy: 'Run the job again. On a runner of your own, check that it may reach this host.',
      cause: error,
    });
  }
}

/** The address already has a query, which is kept as it is. */
function addressFor(endpoint: string, audience: string): URL {
  const url = URL.parse(endpoint);
  if (url === null) throw failed('The variable ACTIONS_ID_TOKEN_REQUEST_URL holds no address.', 'Leave the variable as GitHub sets it.');
  url.search = `${url.search === '' ? '?' : `${url.search}&`}audience=${encodeURIComponent(audience)}`;
  return url;
}

function tokenIn(response: HttpResponse): string {
  const answer = jsonOf(response);
  if (typeof answer === 'object' && answer !== null && 'value' in answer && typeof answer.value === 'string') return answer.value;
  throw failed('GitHub answered without an identity token.', 'Run the job again; if it stays so, look at https://www.githubstatus.com/.');
}

/** `undefined` for what is not JSON, such as the page of a proxy. */
function jsonOf(response: HttpResponse): unknown {
  try {
    return response.json();
  } catch {
    return undefined;
  }
}

function statusRemedy(status: number): string {
  if (status === 401 || status === 403) return 'Request the token in the job that has `permissions: id-token: write`, while it runs: its permission ends with it.';
  return 'Run the job again; if it stays so, look at https://www.githubstatus.com/.';
}

function failed(message: string, remedy: string): IdentityError {
  return new IdentityError({ code: 'IDENTITY_REQUEST_FAILED', message, remedy });
}
