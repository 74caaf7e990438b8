import { IdentityError, type HttpClient, type HttpResponse } from '@ropewalk/core';

/** One question to the metadata server. */
export interface MetadataRequest {
  readonly http: HttpClient;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Below `instance/service-accounts/default/`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/**
 * Asks the metadata server of a Google machine, `metadata.google.internal` or the host in `GCE_METADATA_HOST`.
 *
 * An answer counts only with the header `Metadata-Flavor: Google`: without it, something else answered.
 */
export async function askMetadataServer({ http, env, path, query, signal }: MetadataRequest): Promise<HttpResponse> {
  const url = URL.parse(`http://${env['GCE_METADATA_HOST'] || 'metadata.google.internal'}/computeMetadata/v1/instance/service-accounts/default/${path}`);
  if (url === null) throw failed('The variable GCE_METADATA_HOST holds no host.', 'Unset it, or give host and port.');
  url.search = new URLSearchParams(query).toString();
  const response = await ask(http, { url, headers: { 'metadata-flavor': 'Google' }, timeoutMs: 10_000, ...(signal === undefined ? {} : { signal }) });
  if (response.headers['metadata-flavor'] !== 'Google') {
    throw failed(`${url.host} answered, but not as Google's metadata server.`, 'Run this on Google Cloud; check what answers under this name here.');
  }
  if (response.status === 404) {
    throw failed('This machine has no service account.', 'Attach a service account to the build or the machine: one account for one project.');
  }
  if (response.status !== 200) {
    throw failed(`Google's metadata server answered ${response.status}.`, 'Run the build again; if it stays so, check the service account of this machine.');
  }
  return response;
}

/** Asks anything of Google's, and names what did not answer. */
export async function ask(http: HttpClient, request: Parameters<HttpClient['request']>[0]): Promise<HttpResponse> {
  try {
    return await http.request(request);
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw new IdentityError({
      code: 'IDENTITY_REQUEST_FAILED',
      message: `${request.url.host} gave no identity token: ${error instanceof Error ? error.message : 'no answer'}`,
      remedy: 'Run the build again. Check that this process may reach the host and that it runs on Google Cloud.',
      cause: error,
    });
  }
}

/** No token could be had from Google. */
export function failed(message: string, remedy: string): IdentityError {
  return new IdentityError({ code: 'IDENTITY_REQUEST_FAILED', message, remedy });
}
