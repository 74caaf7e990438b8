/** Which requests a fault is for. */
export type FaultRoute = 'upload' | 'audience' | 'mint' | 'discovery' | 'simple' | 'integrity' | 'file';

/** What goes wrong. */
export type FaultKind =
  /** Read, then answered with this status; nothing is done. */
  | {
      readonly type: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      /** Default: the standard one. */
      readonly reason?: string;
    }
  /** 429 with `Retry-After` and PyPI's `Ratelimit` headers. */
  | { readonly type: 'rate-limited'; readonly retryAfterSeconds: number }
  /** An HTML page with status 200, as a login page or a captive portal gives. Nothing is done. */
  | { readonly type: 'html' }
  /** The connection is cut before the request is read. */
  | { readonly type: 'reset' }
  /** Everything is done, then the connection is cut instead of an answer. */
  | { readonly type: 'reply-lost' }
  /** Everything is done, and the answer breaks off in the middle of its body. */
  | { readonly type: 'reply-truncated' }
  /** Nothing is done and nothing is answered. */
  | { readonly type: 'silence' }
  /** Everything is done, this much later. */
  | { readonly type: 'delay'; readonly milliseconds: number };

/** Something that goes wrong on purpose. */
export interface Fault {
  readonly route: FaultRoute;
  readonly kind: FaultKind;
  /** How many requests it is for; `Infinity` for all. Default 1. */
  readonly times?: number;
  /** How many requests of the route pass before. Default 0. */
  readonly after?: number;
}

/** The faults that wait. */
export interface FaultPlan {
  add(fault: Fault): void;
  clear(): void;
  /** The fault for the next request of this route. */
  take(route: FaultRoute): FaultKind | undefined;
}

/** Makes a plan without faults. Of several for one route, the one added first comes first. */
export function createFaultPlan(): FaultPlan {
  let waiting: { readonly fault: Fault; left: number; skip: number }[] = [];
  return {
    add(fault) {
      waiting.push({ fault, left: fault.times ?? 1, skip: fault.after ?? 0 });
    },
    clear() {
      waiting = [];
    },
    take(route) {
      const entry = waiting.find((candidate) => candidate.fault.route === route);
      if (entry === undefined) return undefined;
      if (entry.skip > 0) {
        entry.skip -= 1;
        return undefined;
      }
      entry.left -= 1;
      if (entry.left <= 0) waiting = waiting.filter((candidate) => candidate !== entry);
      return entry.fault.kind;
    },
  };
}
