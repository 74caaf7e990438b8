import type { Command } from 'commander';
import type { ProgramContext } from '../../program-context.ts';

/** Adds `ropewalk twine`, which takes twine's own command line: nothing of it is read here. */
export function addTwine(program: Command, context: ProgramContext): void {
  program
    .command('twine')
    .description("Twine's upload and check, with its options, texts and exit codes, for scripts: alias twine='ropewalk twine'")
    .helpOption(false)
    .argument('[arguments...]', 'as for twine: upload … or check …')
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (args: readonly string[]) => {
      const { twineCommand } = await import('./twine-command.ts');
      context.ends(await twineCommand(args, context.signal));
    });
}
