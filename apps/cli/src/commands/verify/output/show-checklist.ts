import type { Report } from '@ropewalk/verifier';
import { processConsole as console, styled } from '../../../output/console.ts';
import { printable } from '../../../output/printable.ts';

const marks = { passed: ['green', '✓'], failed: ['red', '✗'], 'not-reached': ['dim', '·'] } as const;

/** Prints every check in order, with what was seen. */
export function showChecklist(checks: Report['checks']): void {
  console.out(`    ${styled('dim', 'checks')}`);
  for (const { code, title, status, seen, failure } of checks) {
    const [style, mark] = marks[status];
    const what = status === 'not-reached' ? 'not reached' : (seen ?? failure?.message);
    console.out(`    ${styled(style, mark)} ${printable(title)}${what === undefined ? '' : `: ${printable(what)}`} ${styled('dim', `[${code}]`)}`);
  }
}
