import type { Command } from 'commander';
import { CommandError } from './command-error.ts';
import { collect } from './text-option.ts';

/**
 * Makes a command refuse options that are given without a value, as from a variable that is not set, and options given
 * twice that can hold one value: neither may widen what is asked for in silence. Call it after all options are defined.
 *
 * The command then throws {@link CommandError} `USAGE_OPTION`.
 */
export function strictOptions(command: Command): void {
  for (const option of command.options) {
    if (!option.required) continue;
    const flag = option.long ?? option.flags;
    const isRepeatable = option.parseArg === collect;
    let isGiven = false;
    command.on(`option:${option.name()}`, (value: unknown) => {
      if (value === '') throw refusal(`${flag} is given, but empty.`, `Give it a value, or leave ${flag} out.`);
      if (isGiven && !isRepeatable) throw refusal(`${flag} is given more than once, and can have one value.`, 'Give it once.');
      isGiven = true;
    });
  }
}

function refusal(message: string, remedy: string): CommandError {
  return new CommandError({ code: 'USAGE_OPTION', message, remedy });
}
