import type { Validity } from '@ropewalk/trusted-root';

/** Whether a time lies in a window, both ends included. */
export function holds({ start, end }: Validity, time: Date): boolean {
  return start <= time && (end === undefined || time <= end);
}

/** Writes a window for people. */
export function windowText({ start, end }: Validity): string {
  return end === undefined ? `from ${start.toISOString()}` : `${start.toISOString()} to ${end.toISOString()}`;
}
