/** Events that are made in one place and taken in another. */
export interface EventQueue<Event> {
  push(event: Event): void;
  /** No more events come. */
  close(): void;
  /** No more events come, and whoever takes them gets this error. */
  fail(error: unknown): void;
  events(): AsyncGenerator<Event>;
}

/** Makes an empty queue. Nothing is dropped. */
export function createEventQueue<Event>(): EventQueue<Event> {
  const waiting: Event[] = [];
  let end: { readonly error?: unknown; readonly isFailure: boolean } | undefined;
  let wake: (() => void) | undefined;
  const notify = (): void => {
    wake?.();
    wake = undefined;
  };
  return {
    push(event) {
      waiting.push(event);
      notify();
    },
    close() {
      end ??= { isFailure: false };
      notify();
    },
    fail(error) {
      end ??= { error, isFailure: true };
      notify();
    },
    async *events() {
      for (;;) {
        for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) yield event;
        if (end?.isFailure === true) throw end.error;
        if (end !== undefined) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
