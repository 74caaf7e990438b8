import type { SigstoreVerificationCode } from './sigstore-verification-error.ts';

/** One thing that was checked and held. */
export interface Check {
  /** Stable name. */
  readonly code: string;
  /** What was checked, in words. */
  readonly title: string;
  /** What was seen. */
  readonly seen?: string;
}

/** One check of the list, with its outcome. */
export interface CheckResult extends Check {
  /** `not-reached`: an earlier check failed, so this one would mean nothing. */
  readonly status: 'passed' | 'failed' | 'not-reached';
  /** For a failed check: the precise code and what was wrong. */
  readonly failure?: { readonly code: SigstoreVerificationCode | (string & {}); readonly message: string };
}
