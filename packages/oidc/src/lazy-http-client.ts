import type { HttpClient } from '@ropewalk/core';

/**
 * An `HttpClient` that is made at the first request: most CI systems are recognised without one, and loading it takes
 * longer than all the rest.
 *
 * @param env - Names the proxies.
 */
export function lazyHttpClient(env: Readonly<Record<string, string | undefined>>): HttpClient {
  let client: Promise<HttpClient> | undefined;
  const load = (): Promise<HttpClient> => (client ??= import('@ropewalk/http').then(({ createHttpClient }) => createHttpClient({ env })));
  return {
    request: async (request) => (await load()).request(request),
    stream: async (request) => (await load()).stream(request),
    close: async () => (await client)?.close(),
  };
}
