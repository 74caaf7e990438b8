import type { RehearsalCi } from '@ropewalk/rehearsal';

/** The CI to play; the command line has checked the name. */
export function rehearsalCi(options: Readonly<Record<string, unknown>>): RehearsalCi {
  const { ci } = options;
  return ci === 'gitlab' || ci === 'google' ? ci : 'github';
}
