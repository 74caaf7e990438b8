import { setTimeout as wait } from 'node:timers/promises';

/** Waits; ends early, without an error, when the signal aborts. */
export async function abortableSleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await wait(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
}
