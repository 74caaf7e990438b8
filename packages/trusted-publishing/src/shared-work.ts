/**
 * Makes a way to do something once for all who want it at the same time. It goes by the signal of whoever came first; where
 * that one aborts, it is begun anew for the others.
 */
export function sharedWork<Result>(): (begin: () => Promise<Result>, signal: AbortSignal | undefined) => Promise<Result> {
  let running: { readonly result: Promise<Result>; readonly signal: AbortSignal | undefined } | undefined;
  return async (begin, signal) => {
    for (;;) {
      const current = (running ??= {
        signal,
        result: begin().finally(() => {
          running = undefined;
        }),
      });
      try {
        return await current.result;
      } catch (error) {
        const isOnlyTheirs = current.signal !== signal && current.signal?.aborted === true && signal?.aborted !== true;
        if (!isOnlyTheirs) throw error;
      }
    }
  };
}
