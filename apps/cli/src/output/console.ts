import { printable } from './printable.ts';

/** Where a command writes: results to standard output, everything else to standard error. */
export interface Console {
  /** One line of a result. */
  out(line?: string): void;
  /** One line about what is going on. */
  note(line: string): void;
  /** Data for another program, as it is. */
  data(text: string): void;
  /** Writes what `show` puts out in one go: a write for each line takes longer than the line. */
  together(show: () => void): void;
}

/** Styles for standard output, standing aside where colours are not wanted (NO_COLOR, pipes). */
export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan';

/** The console of this process. It writes lines as they are: text from outside is neutralised before (`printable`, {@link styled}, {@link rows}). */
export const processConsole: Console = {
  out(line = '') {
    if (gathered === undefined) process.stdout.write(`${line}\n`);
    else gathered.push(line);
  },
  note: (line) => void process.stderr.write(`${line}\n`),
  data: (text) => void process.stdout.write(text),
  together(show) {
    const lines: string[] = [];
    gathered = lines;
    try {
      show();
    } finally {
      gathered = undefined;
      if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
    }
  },
};

/** The lines of {@link Console.together}, while it is under way. */
let gathered: string[] | undefined;

/** Neutralises and styles one piece of a line. */
export function styled(style: Style | readonly Style[], text: string, stream: NodeJS.WriteStream = process.stdout): string {
  const plain = printable(text);
  // As `styleText` decides; where nothing is styled, `node:util` is not even loaded: most of a short command's time.
  if (stream.isTTY !== true && process.env['FORCE_COLOR'] === undefined) return plain;
  return process.getBuiltinModule('node:util').styleText([style].flat() as Style[], plain, { stream, validateStream: true });
}

/** The word that a remark on standard error begins with. */
export function noteWord(): string {
  return styled('dim', 'note', process.stderr);
}

/** Rows of `label  value`, aligned; values are neutralised. Rows without a value are left out. */
export function rows(entries: readonly (readonly [label: string, value: string | undefined])[], indent = '  '): readonly string[] {
  const present = entries.flatMap(([label, value]) => (value === undefined || value === '' ? [] : [{ label, value }]));
  const width = Math.max(0, ...present.map(({ label }) => label.length));
  return present.map(({ label, value }) => `${indent}${styled('dim', label.padEnd(width))}  ${printable(value)}`);
}
