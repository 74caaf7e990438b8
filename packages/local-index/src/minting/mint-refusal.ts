/** Codes of a refused exchange, as PyPI writes them. */
export type MintRefusalCode =
  | 'invalid-payload'
  | 'not-enabled'
  | 'invalid-token'
  | 'invalid-pending-publisher'
  | 'invalid-publisher'
  | 'invalid-reuse-token';

/** An exchange the index refuses: always 422. */
export class MintRefusal extends Error {
  readonly code: MintRefusalCode;

  constructor(code: MintRefusalCode, description: string) {
    super(description);
    this.name = 'MintRefusal';
    this.code = code;
  }
}

/** The body of a refusal in PyPI's shape. */
export function pypiRefusalBody(refusal: MintRefusal): object {
  return { message: 'Token request failed', errors: [{ code: refusal.code, description: refusal.message }] };
}

/** The body of a refusal as problem JSON (RFC 9457), which PEP 807 recommends; the last part of its type is the code. */
export function problemBody(refusal: MintRefusal, origin: string): object {
  return { type: `${origin}/problems/${refusal.code}`, title: 'Token request failed', status: 422, detail: refusal.message };
}
