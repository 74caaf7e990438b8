/**
 * Where a text goes. `reason` (default): into the reason phrase and the body, as PyPI does it. `reason-only`: not into
 * the body. `page`: into an HTML page, whatever was asked for. `plain`, `json`: the text is the body.
 */
export type RefusalStyle = 'reason' | 'reason-only' | 'page' | 'plain' | 'json';

/** How a {@link Refusal} is written. */
export interface RefusalDetails {
  /** Further headers, e.g. `location` or `retry-after`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly style?: RefusalStyle;
}

/** An answer of the index that says no. Thrown by a check, made into a response by the routes. */
export class Refusal extends Error {
  readonly status: number;
  readonly details: RefusalDetails;

  constructor(status: number, text: string, details: RefusalDetails = {}) {
    super(text);
    this.name = 'Refusal';
    this.status = status;
    this.details = details;
  }
}

/** Tells what a client did wrong: 400. */
export function badRequest(text: string): Refusal {
  return new Refusal(400, text);
}

/** Tells that a client may not do this: 403. */
export function forbidden(text: string): Refusal {
  return new Refusal(403, text);
}

/** Tells that this address takes no such request: 405. */
export function methodNotAllowed(): Refusal {
  return new Refusal(405, 'Method Not Allowed');
}
