const retryStatuses: ReadonlySet<number> = new Set([408, 425, 429]);

/** Tells whether an answer with this status may be asked for again: 408, 425, 429 and 5xx, save 501 and 505. */
export function isRetryStatus(status: number): boolean {
  return retryStatuses.has(status) || (status >= 500 && status !== 501 && status !== 505);
}

/**
 * The pause that `Retry-After` asks for, in milliseconds; `undefined` when the header is missing or says nothing.
 *
 * @param value - Seconds, or a date as HTTP writes it.
 */
export function parseRetryAfter(value: string | undefined, now: Date): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
  // Only the forms of HTTP count: Date.parse would take `-1` or `5 apples` for a date too.
  if (!/^[A-Za-z]{3,9},? [\w -]{5,11} \d\d:\d\d:\d\d(?: GMT| \d{4})$/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : Math.max(0, time - now.getTime());
}

/** How pauses between attempts grow. */
export interface RetryPauses {
  /** Pause after the first failure. */
  readonly baseMs: number;
  /** The longest pause, also when `Retry-After` asks for more. */
  readonly maxMs: number;
}

/**
 * The pause before the next attempt: doubling from `baseMs`, between half and all of it by chance so that many clients
 * do not come back together; never shorter than `Retry-After` asks, never longer than `maxMs`.
 *
 * @param failures - How many attempts have failed, from 1.
 * @param random - A number from 0 to 1.
 */
export function retryPause(failures: number, retryAfterMs: number | undefined, pauses: RetryPauses, random: number): number {
  const grown = Math.min(pauses.maxMs, pauses.baseMs * 2 ** (failures - 1));
  const jittered = grown * (0.5 + random / 2);
  return Math.min(pauses.maxMs, Math.max(jittered, retryAfterMs ?? 0));
}
