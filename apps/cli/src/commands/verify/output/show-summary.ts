import { processConsole as console, styled } from '../../../output/console.ts';
import type { Verdict } from '../verdict.ts';
import type { VerifyRequest } from '../verify-request.ts';

/** Ends the output for a person: how many files verified, and what that means. */
export function showSummary(verdicts: readonly Verdict[], { expectation }: VerifyRequest): void {
  if (expectation === undefined) {
    console.note('Say whom you expect with --publisher, or check integrity alone with --any-publisher.');
    return;
  }
  const verified = verdicts.filter(({ status }) => status === 'verified').length;
  if (verdicts.length > 1) console.out(styled(['bold', verified === verdicts.length ? 'green' : 'red'], `${verified} of ${verdicts.length} files verified`));
  if (verified > 0) console.out(styled('dim', `  This says who built ${verified === 1 ? 'the file' : 'the files'}, not whether to trust them.`));
}
