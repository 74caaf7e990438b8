const brand = Symbol.for('ropewalk.coded-error');

/** What a {@link CodedError} is made of. No part of it may hold a secret. */
export interface CodedErrorFields<Code extends string> {
  /** Stable name of the failure, for programs. */
  readonly code: Code;
  /** What happened, in one sentence, with the file, host or status. */
  readonly message: string;
  /** What to do about it, as an order. */
  readonly remedy: string;
  /** The original error, when there is one. */
  readonly cause?: unknown;
}

/** The base of every error a ropewalk package throws because of the world (misuse by the programmer is a `TypeError`). */
export class CodedError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly remedy: string;

  constructor(fields: CodedErrorFields<Code>) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.name = new.target.name;
    this.code = fields.code;
    this.remedy = fields.remedy;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Tells whether `error` is a {@link CodedError}, also one of another copy of this package (hence a brand, not `instanceof`). */
export function isCodedError(error: unknown): error is CodedError {
  return typeof error === 'object' && error !== null && brand in error;
}
