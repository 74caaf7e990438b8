import type { CertificateIdentity, Mismatch } from '@ropewalk/core';
import type { Statement } from '@ropewalk/pep740';
import type { VerificationContext, VerificationInput } from './verification-input.ts';

/** What is expected, and what the index claims. */
export type Expected = VerificationContext & Pick<VerificationInput, 'claimedPublisher'>;

/** What the checks on content look at. Whether the certificate is genuine was decided before them. */
export interface SubjectUnderCheck {
  readonly input: Expected;
  /** The statement, unless it cannot be read or there is none. */
  readonly statement: Statement | undefined;
  /** What the certificate says, unless it cannot be read. */
  readonly certificate: CertificateIdentity | undefined;
}

/** One check on content. */
export interface ContentCheck {
  /** Stable name. */
  readonly code: string;
  /** What is checked, in words. */
  readonly title: string;
  /** What was seen, when it holds; everything that does not, otherwise. */
  check(subject: SubjectUnderCheck): ContentOutcome;
}

/** What a check on content found. */
export type ContentOutcome =
  | { readonly seen: string }
  | { readonly mismatches: readonly [Mismatch, ...Mismatch[]] }
  /** What it would look at cannot be read; another check says why. */
  | 'not-reached';

/** Makes the outcome of a check: passed when nothing is amiss. */
export function outcomeOf(mismatches: readonly Mismatch[], seen: string): ContentOutcome {
  const [first, ...others] = mismatches;
  return first === undefined ? { seen } : { mismatches: [first, ...others] };
}
