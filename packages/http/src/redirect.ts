import type { Answer } from './response.ts';

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Where an answer sends a GET or HEAD on to, when that is within the origin it came from. */
export function redirectTarget(answer: Pick<Answer, 'status' | 'headers' | 'url'>): URL | undefined {
  const location = answer.headers['location'];
  if (!redirectStatuses.has(answer.status) || location === undefined) return undefined;
  const target = URL.parse(location, answer.url.href);
  return target !== null && target.origin === answer.url.origin ? target : undefined;
}
