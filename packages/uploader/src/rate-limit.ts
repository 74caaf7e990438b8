import { parseRetryAfter } from '@ropewalk/http';

/**
 * The pause a server asks for, in milliseconds: by `Retry-After`, or by the rate limit headers in the forms in use
 * (`Ratelimit: "name";r=0;t=30`; `RateLimit: limit=4, remaining=0, reset=30`; `RateLimit-Reset: 30`).
 *
 * @returns `undefined` when it asks for none.
 */
export function requestedPause(headers: Readonly<Record<string, string>>, now: Date): number | undefined {
  const retryAfter = parseRetryAfter(headers['retry-after'], now);
  if (retryAfter !== undefined) return retryAfter;
  const limits = (headers['ratelimit'] ?? '').split(/,(?=\s*")/).flatMap(exhaustedSeconds);
  if (limits.length > 0) return Math.max(...limits) * 1000;
  const reset = headers['ratelimit-reset'] ?? headers['x-ratelimit-reset'];
  const remaining = headers['ratelimit-remaining'] ?? headers['x-ratelimit-remaining'];
  if (reset === undefined || !/^\d+$/.test(reset.trim()) || (remaining !== undefined && Number(remaining) > 0)) return undefined;
  // Some servers write a moment (seconds since 1970) where others write a span.
  const seconds = Number(reset);
  return seconds > 1e9 ? Math.max(0, seconds * 1000 - now.getTime()) : seconds * 1000;
}

function exhaustedSeconds(limit: string): readonly number[] {
  const remaining = /(?:^|[;,\s])(?:r|remaining)=(\d+)/.exec(limit)?.[1];
  const seconds = /(?:^|[;,\s])(?:t|reset)=(\d+)/.exec(limit)?.[1];
  return seconds === undefined || (remaining !== undefined && Number(remaining) > 0) ? [] : [Number(seconds)];
}
