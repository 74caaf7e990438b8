import type { HttpStreamBody } from '@ropewalk/core';
import type { SendObserver, UploadPatience } from './send.ts';

/** A body that is watched while it is sent. */
export interface WatchedBody {
  readonly body: HttpStreamBody;
  /** Aborts when the caller does, when the transfer stalls, and when the answer takes too long. */
  readonly signal: AbortSignal;
  /** Whether it was this watch that ended it. */
  stalled(): boolean;
  /** When the last byte was handed to the network, on the clock of `performance.now()`. */
  sentAt(): number | undefined;
  /** Ends all timers; from now on nothing more is told, also when a body whose answer came early is asked for more. */
  stop(): void;
}

/**
 * Watches a body while it is sent. What is asked for next shows that what came before was taken: so a request for the
 * next piece restarts the clock of the stall, and the end of the body starts that of the answer.
 */
export function watchProgress(
  body: HttpStreamBody,
  patience: UploadPatience,
  callerSignal: AbortSignal | undefined,
  observer: SendObserver,
): WatchedBody {
  const stall = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let sentAt: number | undefined;
  let isOver = false;
  const expectWithin = (milliseconds: number): void => {
    clearTimeout(timer);
    if (!isOver) timer = setTimeout(() => stall.abort(), milliseconds);
  };

  async function* chunks(): AsyncGenerator<Uint8Array> {
    let sent = 0;
    for await (const chunk of body.chunks()) {
      expectWithin(patience.stallMs);
      yield chunk;
      sent += chunk.byteLength;
      if (!isOver) observer.sent(sent, body.lengthBytes);
    }
    sentAt = performance.now();
    expectWithin(patience.answerMs);
    if (!isOver) observer.waiting();
  }

  return {
    body: { lengthBytes: body.lengthBytes, chunks },
    signal: callerSignal === undefined ? stall.signal : AbortSignal.any([callerSignal, stall.signal]),
    stalled: () => stall.signal.aborted && callerSignal?.aborted !== true,
    sentAt: () => sentAt,
    stop() {
      isOver = true;
      clearTimeout(timer);
    },
  };
}
