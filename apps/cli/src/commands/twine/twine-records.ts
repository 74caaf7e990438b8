import { styleText } from 'node:util';
import { processConsole as console } from '../../output/console.ts';
import { printable } from '../../output/printable.ts';

/** Writes twine's log records and messages: all of it to standard output, as twine does. */
export interface TwineRecords {
  info(text: string): void;
  warning(text: string): void;
  error(text: string): void;
  /** A message that is no record. */
  say(text: string): void;
}

/** Colours only where a terminal shows them. */
export function twineRecords(options: { readonly isVerbose: boolean }): TwineRecords {
  return {
    info: (text) => {
      if (options.isVerbose) console.out(record('INFO', 'blue', text));
    },
    warning: (text) => console.out(record('WARNING', 'yellow', text)),
    error: (text) => console.out(record('ERROR', 'red', text)),
    say: (text) => console.out(printable(text, { lines: true })),
  };
}

function record(level: string, colour: 'blue' | 'yellow' | 'red', text: string): string {
  const [first = '', ...rest] = printable(text, { lines: true }).split('\n');
  const head = styleText(colour, level.padEnd(8), { stream: process.stdout, validateStream: true });
  return [`${head} ${first}`, ...rest.map((line) => `         ${line}`)].join('\n');
}
