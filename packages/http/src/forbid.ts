import { HttpError } from '@ropewalk/core';
import { isLoopbackUrl, isMetadataUrl } from './addresses.ts';
import { shownUrl } from './redact.ts';

/**
 * Refuses an address before anything is sent to it.
 *
 * @throws {@link HttpError} `HTTP_FORBIDDEN_URL` for anything but https, plain http to loopback or the cloud's
 *   metadata server, and, with `loopbackOnly`, for every host but loopback.
 */
export function forbidUnsafeUrl(url: URL, options: { readonly loopbackOnly: boolean }): void {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw forbidden(`${url.protocol} is not a protocol of the web`, 'Use an https:// URL.');
  }
  const loopback = isLoopbackUrl(url);
  if (options.loopbackOnly && !loopback) {
    throw forbidden(`${shownUrl(url)} is not on this machine, and this client may ask nothing else`, 'Use a loopback address such as http://127.0.0.1.');
  }
  if (url.protocol === 'http:' && !loopback && !isMetadataUrl(url)) {
    throw forbidden(`${shownUrl(url)} is plain http, which anyone on the way can read and change`, 'Use an https:// URL; plain http is for loopback only.');
  }
}

function forbidden(reason: string, remedy: string): HttpError {
  return new HttpError({ code: 'HTTP_FORBIDDEN_URL', message: `Nothing was sent: ${reason}.`, remedy });
}
