import type { Mismatch } from '@ropewalk/core';
import type { Statement } from '@ropewalk/pep740';
import type { CheckResult } from '@ropewalk/sigstore-verifier';

/** What the signature is over, and whether it is what it should be. */
export type SignedContent = StatementContent | FileContent;

/** A statement about the file. */
export interface StatementContent extends Outcome {
  readonly type: 'statement';
  /** `undefined` when it cannot be read. */
  readonly statement: Statement | undefined;
}

/** The file itself. */
export interface FileContent extends Outcome {
  readonly type: 'file';
}

/** How one check went. */
export interface Outcome {
  readonly result: CheckResult;
  readonly mismatches: readonly Mismatch[];
}
