import type { CheckResult } from './check.ts';
import { refuse } from './refuse.ts';
import { SigstoreVerificationError } from './sigstore-verification-error.ts';
import type { Step, Verification } from './verification.ts';

/** How a list of steps went. */
export interface StepsOutcome {
  readonly results: readonly CheckResult[];
  /** The failure of the one step that failed. */
  readonly failure: SigstoreVerificationError | undefined;
}

/** Runs the steps up to the first that does not hold. Whatever is thrown is a "no". */
export function runSteps(steps: readonly Step[], verification: Verification): StepsOutcome {
  const results: CheckResult[] = [];
  let failure: SigstoreVerificationError | undefined;
  for (const step of steps) {
    const { code, title } = step;
    if (failure !== undefined) {
      results.push({ code, title, status: 'not-reached' });
      continue;
    }
    try {
      results.push({ code, title, status: 'passed', seen: seenBy(step, verification) });
    } catch (error) {
      failure = asRefusal(error);
      results.push(failedCheck({ code, title }, failure));
    }
  }
  return { results, failure };
}

/** What a step saw: now, or when it looked at the same certificate before. */
function seenBy(step: Step, verification: Verification): string {
  if (step.ofCertificate !== true) return step.check(verification);
  const { passed } = verification.trust.memoryOf(verification.leaf());
  const known = passed.get(step.code);
  if (known !== undefined) return known;
  const seen = step.check(verification);
  passed.set(step.code, seen);
  return seen;
}

/** Describes the check that an error is of. */
export function failedCheck({ code, title }: { readonly code: string; readonly title: string }, failure: SigstoreVerificationError): CheckResult {
  return {
    code,
    title,
    status: 'failed',
    ...(failure.actual === undefined ? {} : { seen: failure.actual }),
    failure: { code: failure.code, message: failure.message },
  };
}

/** Anything thrown, as a refusal. */
export function asRefusal(error: unknown): SigstoreVerificationError {
  return error instanceof SigstoreVerificationError ? error : refuse('VERIFICATION_FAILED', 'The bundle could not be verified.', { cause: error });
}
