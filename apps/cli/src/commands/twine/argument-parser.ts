import { printable } from '../../output/printable.ts';

/** One option: `-r NAME`, `--repository NAME`, or a flag without a value. */
export interface ArgumentOption {
  readonly dest: string;
  readonly names: readonly string[];
  readonly takesValue: boolean;
}

/** The command line of one command. */
export interface ArgumentSet {
  /** As it is called in messages: `twine upload`. */
  readonly program: string;
  readonly usage: string;
  readonly help: string;
  readonly options: readonly ArgumentOption[];
  /** Name of the positional arguments, of which there must be one or more; `undefined`: there are none. */
  readonly positional: string | undefined;
}

/** What was on the command line. */
export interface ParsedArguments {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  readonly positionals: readonly string[];
}

/** The command line is wrong; the message is what argparse prints. */
export class UsageError extends Error {
  constructor({ usage, program }: ArgumentSet, problem: string) {
    super(`${usage}\n${program}: error: ${printable(problem)}`);
  }
}

/**
 * Reads a command line as Python's argparse does: `--name=value`, `--name value`, unambiguous beginnings of long names,
 * `-nvalue`, flags run together, options anywhere between positional arguments, `--` before the last of them.
 *
 * @throws {@link UsageError}
 */
export function parseArguments(set: ArgumentSet, args: readonly string[]): ParsedArguments {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const positionals: string[] = [];
  const unknown: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? '';
    if (word === '--') {
      positionals.push(...args.slice(index + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      positionals.push(word);
      continue;
    }
    const found = optionOf(set, word);
    if (found === undefined) {
      unknown.push(word);
      continue;
    }
    const { option, attached } = found;
    if (!option.takesValue) {
      flags.add(option.dest);
      if (attached === undefined) continue;
      if (word.startsWith('--')) throw new UsageError(set, `argument ${option.names.join('/')}: ignored explicit argument '${attached}'`);
      // Flags run together: what is left is looked at as another option.
      return parseArguments(set, [...rebuilt(flags, values, set), ...positionals, `-${attached}`, ...args.slice(index + 1)]);
    }
    const value = attached ?? args[index + 1];
    if (value === undefined || (attached === undefined && /^-\D/.test(value))) {
      throw new UsageError(set, `argument ${option.names.join('/')}: expected one argument`);
    }
    values.set(option.dest, value);
    if (attached === undefined) index += 1;
  }
  if (flags.has('help')) return { flags, values, positionals };
  if (set.positional !== undefined && positionals.length === 0) throw new UsageError(set, `the following arguments are required: ${set.positional}`);
  if (unknown.length > 0) throw new UsageError(set, `unrecognized arguments: ${unknown.join(' ')}`);
  return { flags, values, positionals };
}

function optionOf(set: ArgumentSet, word: string): { readonly option: ArgumentOption; readonly attached: string | undefined } | undefined {
  if (!word.startsWith('--')) {
    const option = set.options.find(({ names }) => names.includes(word.slice(0, 2)));
    const rest = word.slice(2).replace(/^=/, '');
    return option === undefined ? undefined : { option, attached: word.length > 2 ? rest : undefined };
  }
  const equals = word.indexOf('=');
  const name = equals < 0 ? word : word.slice(0, equals);
  const attached = equals < 0 ? undefined : word.slice(equals + 1);
  const exact = set.options.find(({ names }) => names.includes(name));
  if (exact !== undefined) return { option: exact, attached };
  const near = set.options.filter(({ names }) => names.some((candidate) => candidate.startsWith(name)));
  const [only] = near;
  if (near.length > 1) {
    const names = near.flatMap((option) => option.names.filter((candidate) => candidate.startsWith(name)));
    throw new UsageError(set, `ambiguous option: ${name} could match ${names.join(', ')}`);
  }
  return only === undefined ? undefined : { option: only, attached };
}

function rebuilt(flags: ReadonlySet<string>, values: ReadonlyMap<string, string>, { options }: ArgumentSet): readonly string[] {
  const nameOf = (dest: string): string => options.find((option) => option.dest === dest)?.names.at(-1) ?? '';
  return [...[...flags].map(nameOf), ...[...values].map(([dest, value]) => `${nameOf(dest)}=${value}`)];
}
