import type { HttpClient } from '@ropewalk/core';
import * as v from 'valibot';
import { smallQuestion } from './small-question.ts';
import { unexpectedAnswer, unavailable } from './answers.ts';

const audienceSchema = v.object({ audience: v.string() });

/**
 * Asks an index which audience it expects.
 *
 * @throws {TrustedPublishingError} `TRUSTED_PUBLISHING_DISABLED` (403), `TRUSTED_PUBLISHING_NOT_SUPPORTED` (404),
 *   `TRUSTED_PUBLISHING_UNEXPECTED_ANSWER`
 */
export async function announcedAudience(url: URL, http: HttpClient, signal?: AbortSignal): Promise<string> {
  const response = await http.request({ url, ...smallQuestion, headers: { accept: 'application/json' }, ...(signal === undefined ? {} : { signal }) });
  if (response.status === 403 || response.status === 404) throw unavailable(response.status, url);
  if (response.status !== 200) throw unexpectedAnswer(response, url);
  try {
    return v.parse(audienceSchema, response.json()).audience;
  } catch {
    throw unexpectedAnswer(response, url);
  }
}
