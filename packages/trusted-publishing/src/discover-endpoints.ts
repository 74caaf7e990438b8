import { isCodedError } from '@ropewalk/core';
import { plainText } from '@ropewalk/http';
import * as v from 'valibot';
import { smallQuestion } from './small-question.ts';
import { TrustedPublishingError } from './trusted-publishing-error.ts';
import type { EndpointSearch, TokenEndpoints } from './token-endpoints.ts';

const mediaType = 'application/vnd.pypi.pytp.v1+json';

const discoverySchema = v.object({
  'audience-endpoint': v.string(),
  'token-mint-endpoint': v.string(),
  features: v.optional(v.array(v.string()), []),
  'default-features': v.optional(v.array(v.string()), ['multi-use-token']),
});

/**
 * Asks an index for its endpoints (PEP 807).
 *
 * @returns `undefined` when it announces none for this upload URL.
 * @throws {TrustedPublishingError} `ENDPOINTS_REFUSED` when one is of another origin, `TRUSTED_PUBLISHING_UNEXPECTED_ANSWER`
 *   when the announcement cannot be read.
 * @see https://peps.python.org/pep-0807/
 */
export async function discoverEndpoints({ uploadUrl, http, signal }: EndpointSearch): Promise<TokenEndpoints | undefined> {
  const url = new URL(`/.well-known/pytp?discover=${encodeURIComponent(uploadUrl.pathname)}`, uploadUrl.origin);
  const response = await http.request({ url, ...smallQuestion, headers: { accept: mediaType }, ...(signal === undefined ? {} : { signal }) });
  // Many servers answer any address with a page of theirs: only the announced type is an announcement.
  if (response.status !== 200 || !isAnnouncement(response.headers['content-type'])) return undefined;
  const announced = v.safeParse(discoverySchema, jsonOf(() => response.json()));
  if (!announced.success) {
    throw new TrustedPublishingError({
      code: 'TRUSTED_PUBLISHING_UNEXPECTED_ANSWER',
      message: `The index at ${uploadUrl.host} announces its token endpoints in a form that cannot be read.`,
      remedy: 'Tell the operator of the index that its /.well-known/pytp does not follow PEP 807, or give an API token.',
    });
  }
  return endpointsOf(announced.output, uploadUrl);
}

function endpointsOf(announced: v.InferOutput<typeof discoverySchema>, uploadUrl: URL): TokenEndpoints {
  const defaults = announced['default-features'];
  const isMultiUse = defaults.includes('multi-use-token');
  const canBeMultiUse = !isMultiUse && announced.features.includes('multi-use-token');
  return {
    audience: onSameOrigin(announced['audience-endpoint'], uploadUrl),
    mint: onSameOrigin(announced['token-mint-endpoint'], uploadUrl),
    use: isMultiUse || canBeMultiUse ? 'multi-use-token' : 'single-use-token',
    ...(canBeMultiUse ? { features: ['multi-use-token'] } : {}),
  };
}

/**
 * PEP 807: both endpoints must be on the host of the upload URL. Not on another port of it either: that may be another index,
 * whose upload token would then be given to this one.
 */
function onSameOrigin(text: string, uploadUrl: URL): URL {
  const url = URL.parse(text);
  if (url !== null && url.origin === uploadUrl.origin && url.username === '' && url.password === '') return url;
  throw new TrustedPublishingError({
    code: 'ENDPOINTS_REFUSED',
    message: `The index at ${uploadUrl.host} sends identity tokens to ${url === null ? 'no address at all' : plainText(`${url.protocol}//${url.host}`)}, which is not its own address.`,
    remedy: 'Do not publish there: an index may only name endpoints on the host and port of its upload URL (PEP 807). Check the upload URL.',
  });
}

function isAnnouncement(contentType: string | undefined): boolean {
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  return type === mediaType || type === 'application/json';
}

function jsonOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (isCodedError(error)) return undefined;
    throw error;
  }
}
