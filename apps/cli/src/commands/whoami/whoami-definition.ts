import type { Command } from 'commander';
import { addIndexOptions } from '../../delivery/delivery-options.ts';
import { addProviderOptions } from '../../identity/identity-options.ts';
import type { ProgramContext } from '../../program-context.ts';
import { strictOptions } from '../../strict-options.ts';
import { subcommand } from '../../subcommand.ts';
import { collect } from '../../text-option.ts';

/** Adds `ropewalk whoami`. */
export function addWhoami(program: Command, context: ProgramContext): void {
  const command = addIndexOptions(addProviderOptions(subcommand(program, 'whoami')))
    .description('Tell as whom a release would be uploaded, where that comes from, and what the other sources have. Shows no secret, asks no server.')
    .option('--project <name>', 'the project that would be uploaded, where tokens are for one each; more than once for several', collect)
    .option('--json', 'print one JSON document')
    .action(async (options: Record<string, unknown>) => {
      const { whoamiCommand } = await import('./whoami-command.ts');
      context.ends(await whoamiCommand(options, context.signal));
    });
  strictOptions(command);
}
