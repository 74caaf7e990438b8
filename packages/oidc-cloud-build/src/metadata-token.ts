import { parseIdentityToken, type HttpClient, type IdentityToken } from '@ropewalk/core';
import { askMetadataServer } from './metadata-server.ts';

interface TokenRequest {
  readonly http: HttpClient;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly audience: string;
  readonly signal?: AbortSignal;
}

/**
 * Asks for a token of this machine's own account. `format=full` brings the e-mail address, without which nobody is named.
 *
 * @see https://cloud.google.com/compute/docs/instances/verifying-instance-identity
 */
export async function metadataToken({ audience, ...request }: TokenRequest): Promise<IdentityToken> {
  const response = await askMetadataServer({ ...request, path: 'identity', query: { audience, format: 'full' } });
  return parseIdentityToken(response.text(), audience);
}
