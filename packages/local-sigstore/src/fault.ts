/** What any of the two services can do wrong when it is asked for something new. */
export type TransportFault =
  /** Answers late. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Takes the request and never answers. */
  | { readonly kind: 'silent' }
  /** Answers with an error, and does nothing. `retryAfter` is sent as the header says it. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  /** Does the work, and breaks the connection in the middle of its answer. */
  | { readonly kind: 'reset' }
  /** Does the work, and breaks the connection before it answers. */
  | { readonly kind: 'reply-lost' };

/** What is wrong with a certificate. */
export type CertificateFault =
  /** Another authority issued it. */
  | { readonly kind: 'foreign-certificate' }
  /** It ended an hour ago. */
  | { readonly kind: 'expired-certificate' }
  /** It begins in an hour. */
  | { readonly kind: 'future-certificate' }
  /** It is for another key. */
  | { readonly kind: 'other-key' }
  /** It carries no SCT. */
  | { readonly kind: 'no-sct' }
  /** Its SCT comes from a log that nobody trusts. */
  | { readonly kind: 'foreign-sct' }
  /** It comes as from a Fulcio without a log: the SCT detached, and empty. */
  | { readonly kind: 'detached-sct' };

/** What is wrong with a log entry. */
export type EntryFault =
  /** Says that an entry exists already, although it has just been made. */
  | { readonly kind: 'conflict' }
  /** The audit path leads to another root. */
  | { readonly kind: 'wrong-proof' }
  /** The root hash is not the checkpoint's. */
  | { readonly kind: 'wrong-root' }
  /** The checkpoint is signed with another key. */
  | { readonly kind: 'wrong-checkpoint' }
  /** The promise is over another time. */
  | { readonly kind: 'wrong-promise' }
  /** The entry is another one, with proofs that hold. */
  | { readonly kind: 'other-entry' };

/** One way to misbehave. */
export type Fault = TransportFault | CertificateFault | EntryFault;

/** When a fault happens. */
export interface FaultPlan {
  /** How many requests go well before. Default 0. */
  readonly after?: number;
  /** How many requests are struck. Default: all. */
  readonly times?: number;
}

/** The faults of one service. */
export interface Faults {
  /** Adds a fault; the first that is due strikes. */
  add(fault: Fault, plan?: FaultPlan): void;
  /** Behaves again. */
  clear(): void;
  /** The fault that strikes the request at hand, counted as one. */
  next(): Fault | undefined;
}

/** Makes a service's list of faults, empty. */
export function createFaults(): Faults {
  const planned: { readonly fault: Fault; after: number; times: number }[] = [];
  return {
    add: (fault, { after = 0, times = Infinity } = {}) => void planned.push({ fault, after, times }),
    clear: () => void planned.splice(0),
    next() {
      const due = planned.find((plan) => plan.after <= 0 && plan.times > 0);
      for (const plan of planned) plan.after -= 1;
      if (due !== undefined) due.times -= 1;
      return due?.fault;
    },
  };
}
