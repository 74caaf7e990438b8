import { CommandError } from '../../command-error.ts';
import { textOption } from '../../text-option.ts';

/**
 * The text of an option that narrows whom is expected; `undefined` when it was not given. Given but empty, as from a
 * variable that is not set, it must not widen the expectation in silence.
 *
 * @throws {@link CommandError} `USAGE_OPTION`
 */
export function narrowingOption(options: Readonly<Record<string, unknown>>, name: string): string | undefined {
  if (options[name] !== '') return textOption(options, name);
  const flag = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new CommandError({ code: 'USAGE_OPTION', message: `${flag} is given, but empty.`, remedy: `Say what is expected, or leave ${flag} out.` });
}
