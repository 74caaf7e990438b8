import { Option, type Command } from 'commander';
import type { ProgramContext } from '../../program-context.ts';
import { subcommand } from '../../subcommand.ts';

/** Adds `ropewalk rehearse`. */
export function addRehearse(program: Command, context: ProgramContext): void {
  subcommand(program, 'rehearse')
    .description('Play a whole release on this machine: a CI, a Sigstore and an index on loopback, then a stranger who verifies.')
    .argument('[files...]', 'wheels and sdists, of one release or several (default: a small sample project)')
    .addOption(new Option('--ci <name>', 'play the release as a job of this CI').choices(['github', 'gitlab', 'google']).default('github'))
    .option('--keep <dir>', 'keep distributions, attestations, provenance and the trusted root there')
    .option('--verbose', 'show every finding of every file, where equal ones are otherwise put together')
    .addOption(new Option('--serve', 'keep the loopback world up, and print the environment for a second shell').conflicts('keep'))
    .action(async (files: readonly string[], options: Record<string, unknown>) => {
      if (options['serve'] === true) {
        const { serveCommand } = await import('./serve-command.ts');
        context.ends(await serveCommand(files, options, context.signal));
        return;
      }
      const { rehearseCommand } = await import('./rehearse-command.ts');
      context.ends(await rehearseCommand(files, options, context.signal));
    });
}
