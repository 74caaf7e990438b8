import type { HttpResponse } from '@ropewalk/core';
import { plainText } from '@ropewalk/http';
import { TrustedPublishingError } from './trusted-publishing-error.ts';

/** The index says that it has no trusted publishing: switched off (403), or not at all (404). */
export function unavailable(status: 403 | 404, url: URL): TrustedPublishingError {
  if (status === 403) {
    return new TrustedPublishingError({
      code: 'TRUSTED_PUBLISHING_DISABLED',
      message: `Trusted publishing is switched off at ${url.host}.`,
      remedy: 'Wait until the index switches it on again (for PyPI see https://status.python.org/), or publish with an API token.',
    });
  }
  return new TrustedPublishingError({
    code: 'TRUSTED_PUBLISHING_NOT_SUPPORTED',
    message: `The index at ${url.host} has no trusted publishing: it knows no address ${url.pathname}.`,
    remedy: 'Publish with an API token of this index, or correct the upload URL.',
  });
}

/** The index answered something else than was asked for. */
export function unexpectedAnswer(response: HttpResponse, url: URL): TrustedPublishingError {
  const type = plainText(response.headers['content-type'] ?? 'no content type', 80);
  return new TrustedPublishingError({
    code: 'TRUSTED_PUBLISHING_UNEXPECTED_ANSWER',
    message: `The index at ${url.host} answered ${response.status} (${type}) at ${url.pathname}, which is neither a token nor a refusal.`,
    remedy: 'Try again in a few minutes. If it stays so, check the upload URL; for PyPI see https://status.python.org/.',
  });
}
