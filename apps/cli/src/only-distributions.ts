import { sortStrays } from '@ropewalk/preflight';
import { CommandError } from './command-error.ts';
import { processConsole as console } from './output/console.ts';
import { printable } from './output/printable.ts';

/**
 * Sorts out what `dist/*` names besides distributions, such as attestations and checksums, and says so in one line.
 *
 * @throws {@link CommandError} `USAGE_NO_DISTRIBUTIONS` when nothing else was named.
 */
export function onlyDistributions(paths: readonly string[]): readonly string[] {
  const { distributions, strays } = sortStrays(paths);
  const [first] = strays;
  if (first === undefined) return distributions;
  if (distributions.length === 0) {
    throw new CommandError({
      code: 'USAGE_NO_DISTRIBUTIONS',
      message: `None of the files is a distribution: ${first.path} is ${first.kind}${strays.length > 1 ? `, and ${strays.length - 1} more are none either` : ''}.`,
      remedy: 'Name wheels (.whl) and sdists (.tar.gz), as in dist/*.',
    });
  }
  console.note(`sorted out: ${strays.map(({ path, kind }) => `${printable(path)} (${kind})`).join(', ')}`);
  return distributions;
}
