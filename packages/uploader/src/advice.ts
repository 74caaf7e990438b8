import { credentialAdvices } from './advice-credentials.ts';
import { fileAdvices } from './advice-files.ts';
import type { FailureScope, UploadErrorCode } from './upload-error.ts';

/** What to do about one of an index's refusals. */
export interface Advice {
  /** Stable name, for programs and tests. */
  readonly id: string;
  readonly statuses: readonly number[];
  /** Found in the index's words. */
  readonly text: RegExp;
  readonly remedy: string;
  /** Default `UPLOAD_REFUSED`. */
  readonly code?: UploadErrorCode;
  /** Default `file`. */
  readonly scope?: FailureScope;
  /** Whether the same file may be taken with a token that is made anew. Default `false`. */
  readonly newTokenMayHelp?: boolean;
}

/**
 * PyPI's refusals that a client should recognise, the more telling first. The texts are matched loosely: their beginnings
 * and quoted values change more often than what they say.
 */
export const advices: readonly Advice[] = [...credentialAdvices, ...fileAdvices];

/** Finds the advice for an answer. */
export function adviceFor(status: number, said: string): Advice | undefined {
  return advices.find((advice) => advice.statuses.includes(status) && advice.text.test(said));
}
