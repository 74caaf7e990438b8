import { PublishError } from './publish-error.ts';

/** Where PyPI takes uploads. */
export const pypiUploadUrl = 'https://upload.pypi.org/legacy/';

/** Where TestPyPI takes uploads. */
export const testPypiUploadUrl = 'https://test.pypi.org/legacy/';

/**
 * Reads the address of a service.
 *
 * @throws {@link PublishError} `CONFIGURATION_CONFLICT` when it is no http(s) address.
 */
export function parseAddress(address: string | URL, service: string): URL {
  const text = String(address);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
  throw new PublishError({
    code: 'CONFIGURATION_CONFLICT',
    message: `The address of ${service} is not an http(s) address.`,
    remedy: 'Give a complete address, as in https://upload.pypi.org/legacy/.',
  });
}

/** The address without user name and password, which must not reach a log or an event. */
export function withoutUserinfo(address: URL): URL {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url;
}
