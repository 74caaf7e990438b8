import type { JudgedAttestation } from './verdict.ts';

/**
 * What is left of a report when nobody was expected: nothing in it may be taken for a verification, neither by a person
 * nor by a program.
 */
export function withoutVerdict({ report, ...rest }: JudgedAttestation): JudgedAttestation {
  const { evidence: _evidence, ...kept } = report;
  const mismatch = { code: 'EXPECTATION_MISSING', subject: 'publisher', expected: 'somebody', actual: undefined, hint: 'Say whom you expect with --publisher.' };
  return {
    ...rest,
    report: { ...kept, verified: false, expectation: { ...kept.expectation, source: 'none', publishers: ['nobody'] }, mismatches: [mismatch, ...kept.mismatches] },
  };
}
