import type { HttpError } from '@ropewalk/core';
import { abortFailure, deadlineFailure, stallFailure, type RequestName } from './http-failure.ts';

/** Ends one attempt when its time is over, when its answer stalls, or when the caller aborts; and remembers which. */
export interface AttemptGuard {
  /** For undici. */
  readonly signal: AbortSignal;
  /** Why the attempt was ended from this side. */
  reason(): HttpError | undefined;
  /** Ends the attempt's deadline, and from now on allows `stallMs` between two calls. */
  expectWithin(stallMs: number): void;
  /** Stops all timers and listeners. */
  release(): void;
}

/** Starts guarding an attempt. `timeoutMs` of 0 or less, or infinite, means no deadline. */
export function guardAttempt(name: RequestName, timeoutMs: number, callerSignal: AbortSignal | undefined): AttemptGuard {
  const controller = new AbortController();
  let reason: HttpError | undefined;
  let timer: NodeJS.Timeout | undefined;

  const end = (failure: HttpError): void => {
    reason ??= failure;
    controller.abort(failure);
  };
  const onCallerAbort = (): void => {
    if (callerSignal !== undefined) end(abortFailure(name, callerSignal));
  };
  const startTimer = (milliseconds: number, failure: () => HttpError): void => {
    clearTimeout(timer);
    // Above this, Node's timers fire at once.
    if (milliseconds > 0 && milliseconds < 2 ** 31) timer = setTimeout(() => end(failure()), milliseconds);
  };

  if (callerSignal?.aborted === true) onCallerAbort();
  callerSignal?.addEventListener('abort', onCallerAbort, { once: true });
  startTimer(timeoutMs, () => deadlineFailure(name, timeoutMs));

  return {
    signal: controller.signal,
    reason: () => reason,
    expectWithin: (stallMs) => startTimer(stallMs, () => stallFailure(name, stallMs)),
    release() {
      clearTimeout(timer);
      callerSignal?.removeEventListener('abort', onCallerAbort);
    },
  };
}
