import { ruleOf, rules } from '@ropewalk/preflight';
import { CommandError } from '../../command-error.ts';
import { nearest } from '../../output/nearest.ts';
import { listOption, textOption } from '../../text-option.ts';

/** How findings are printed. */
export type CheckFormat = 'text' | 'json' | 'github' | 'gitlab' | 'sarif';

/** What the command line asks of `check`, beside the files. */
export interface CheckRequest {
  readonly isStrict: boolean;
  /** Empty: all codes. */
  readonly selected: ReadonlySet<string>;
  readonly ignored: ReadonlySet<string>;
  /** As it was named. */
  readonly index: string;
  readonly isOffline: boolean;
  /** Whether every finding is printed under its file. */
  readonly isVerbose: boolean;
  readonly format: CheckFormat;
}

/** The code of a file that cannot be read: no rule of an index, but a finding all the same. */
export const unreadableCode = 'DISTRIBUTION_UNREADABLE';

/** Reads the options of `check`. @throws {@link CommandError} `USAGE_OPTION` */
export function readCheckRequest(options: Readonly<Record<string, unknown>>): CheckRequest {
  const format = textOption(options, 'format');
  return {
    isStrict: options['strict'] === true,
    selected: codesOf(options, 'select'),
    ignored: codesOf(options, 'ignore'),
    index: textOption(options, 'index') ?? 'pypi',
    isOffline: options['offline'] === true,
    isVerbose: options['verbose'] === true,
    format: format === 'json' || format === 'github' || format === 'gitlab' || format === 'sarif' ? format : 'text',
  };
}

function codesOf(options: Readonly<Record<string, unknown>>, name: 'select' | 'ignore'): ReadonlySet<string> {
  const codes = listOption(options, name).flatMap((text) => text.split(',')).map((code) => code.trim().toUpperCase()).filter((code) => code !== '');
  const unknown = codes.find((code) => code !== unreadableCode && ruleOf(code) === undefined);
  if (unknown === undefined) return new Set(codes);
  const [meant] = nearest(unknown, rules.map(({ code }) => code));
  throw new CommandError({
    code: 'USAGE_OPTION',
    message: `--${name} names ${unknown}, and there is no such rule.`,
    remedy: meant === undefined ? '`ropewalk explain` lists all codes.' : `Did you mean ${meant}? \`ropewalk explain\` lists all codes.`,
  });
}
